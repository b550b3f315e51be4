import { describe, expect, it } from 'vitest'
import { probe, type ProbedProcess } from './probes.ts'

const linux: ProbedProcess = { platform: 'linux', arch: 'x64', versions: { node: '24.1.0' } }

function ask(name: string, env = {}, of: ProbedProcess = linux, release = '6.1.0-13-amd64'): string | undefined {
  return probe(
    name,
    env,
    of,
    '3.1.4',
    () => release,
    (asked) => `rare ${asked}`,
  )
}

describe('what a process is', () => {
  it.each<[string, ProbedProcess, string, string]>([
    ['node', linux, 'node', '24.1.0'],
    ['Bun, which names a Node too', { ...linux, versions: { node: '24.3.0', bun: '1.3.0' } }, 'bun', '1.3.0'],
    ['Deno, which names a Node too', { ...linux, versions: { node: '24.2.0', deno: '2.6.1' } }, 'deno', '2.6.1'],
  ])('%s', (_, of, runtime, version) => {
    expect([ask('runtime', {}, of), ask('runtimeVersion', {}, of)]).toEqual([runtime, version])
  })

  it.each([
    ['6.1.0-13-amd64', '6.1'],
    ['10.0.22631', '10.0'],
    ['24.6.0', '24.6'],
    ['unheard of', undefined],
  ])('a system %s is %s', (release, version) => {
    expect(ask('osVersion', {}, linux, release)).toBe(version)
  })

  it('the rest as it is told, and what few contracts ask for only where one does', () => {
    expect(['os', 'arch', 'productVersion', 'ci', 'ciProvider'].map((name) => ask(name))).toEqual([
      'linux',
      'x64',
      '3.1.4',
      'no',
      'none',
    ])
    expect(ask('ciProvider', { GITLAB_CI: '1' })).toBe('gitlab')
    expect(ask('agent')).toBe('rare agent')
  })
})
