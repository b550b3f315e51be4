import { describe, expect, it } from 'vitest'
import type { World } from '../core/world.ts'
import { createMemoryDisk } from '../fixtures/memory-disk.ts'
import { rareProbe } from './rare-probe.ts'

type Ports = Pick<World, 'disk' | 'env' | 'files'>

function world(env: World['env'], ...there: readonly string[]): Ports {
  const { disk, files } = createMemoryDisk()
  for (const path of there) disk.write(path, '')
  return { env, disk, files: () => files }
}

describe('a probe that few contracts ask for', () => {
  it.each<[string, World['env'], readonly string[], string]>([
    ['container', {}, [], 'none'],
    ['container', {}, ['/.dockerenv'], 'docker'],
    ['container', {}, ['/run/.containerenv'], 'podman'],
    ['container', { KUBERNETES_SERVICE_HOST: '10.0.0.1' }, ['/.dockerenv'], 'kubernetes'],
    ['serverless', {}, [], 'none'],
    ['serverless', { K_SERVICE: 'x' }, [], 'cloud-run'],
    ['cloud', { GOOGLE_CLOUD_PROJECT: 'x' }, [], 'gcp'],
    ['cloud', {}, [], 'none'],
    ['packageManager', {}, [], 'none'],
    ['agent', {}, [], 'none'],
    ['agent', { CLAUDECODE: '1' }, [], 'claude'],
  ])('%s in %j with %j is %s', (name, env, there, expected) => {
    expect(rareProbe(name, world(env, ...there))).toBe(expected)
  })

  it('says nothing where it cannot know, and of a disk that cannot be read', () => {
    const broken: Ports = {
      ...world({}),
      disk: {
        ...world({}).disk,
        look() {
          throw new Error('EACCES')
        },
      },
    }
    expect(rareProbe('container', broken)).toBe('none')
    expect(rareProbe('environment', world({}))).toBeUndefined()
    expect(rareProbe('previousVersion', { ...world({}), files: () => undefined }, '1.0.0')).toBeUndefined()
    expect(rareProbe('anything', world({}))).toBeUndefined()
  })

  it('remembers the version before, and makes no file in debug', () => {
    const machine = world({})
    const asked = (version: string, env = {}): string | undefined =>
      rareProbe('previousVersion', { ...machine, env }, version, 'acme')
    expect(asked('1.0.0', { ACME_TELEMETRY_DEBUG: '1' })).toBeUndefined()
    expect(machine.disk.list(machine.files()!.folder)).toEqual([])
    expect([asked('1.0.0'), asked('1.1.0'), asked('1.1.0'), asked('1.0.0')]).toEqual([
      undefined,
      '1.0.0',
      '1.0.0',
      '1.1.0',
    ])
  })
})
