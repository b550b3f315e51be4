import { posix, win32 } from 'node:path'
import { describe, expect, it } from 'vitest'
import { isProjectRoot } from './is-project-root.ts'
import { policyFile, projectFile, stateFolder, type PlacePorts } from './places.ts'

const ports = (platform: string, env: PlacePorts['env'] = {}, home: string | undefined = '/home/me'): PlacePorts => ({
  platform,
  env,
  home: () => home,
  path: platform === 'win32' ? win32 : posix,
})

describe('the state folder', () => {
  it.each([
    ['linux', {}, '/home/me', '/home/me/.local/state/my-tool/telemetry'],
    ['darwin', {}, '/Users/me', '/Users/me/Library/Application Support/my-tool/telemetry'],
    ['win32', {}, 'C:\\Users\\me', 'C:\\Users\\me\\AppData\\Local\\my-tool\\telemetry'],
    ['win32', { LOCALAPPDATA: 'D:\\Local' }, 'C:\\Users\\me', 'D:\\Local\\my-tool\\telemetry'],
    ['linux', { LOCALAPPDATA: 'C:\\Local' }, '/home/me', '/home/me/.local/state/my-tool/telemetry'],
    ['linux', { XDG_STATE_HOME: '/state' }, '/home/me', '/state/my-tool/telemetry'],
    ['linux', { XDG_STATE_HOME: 'not/absolute' }, '/home/me', '/home/me/.local/state/my-tool/telemetry'],
    ['linux', { XDG_STATE_HOME: '' }, '/home/me', '/home/me/.local/state/my-tool/telemetry'],
    ['linux', { MY_TOOL_TELEMETRY_DIR: '/own', XDG_STATE_HOME: '/state' }, '/home/me', '/own'],
    ['linux', {}, undefined, undefined],
    ['linux', { XDG_STATE_HOME: '/state' }, undefined, '/state/my-tool/telemetry'],
  ] as const)('on %s with %j and home %j is %j', (platform, env, home, folder) => {
    expect(stateFolder('my-tool', { ...ports(platform, env), home: () => home })).toBe(folder)
  })
})

describe('the policy file', () => {
  it.each([
    ['linux', {}, '/etc/my-tool/telemetry.json'],
    ['darwin', {}, '/Library/Application Support/my-tool/telemetry.json'],
    ['win32', {}, 'C:\\ProgramData\\my-tool\\telemetry.json'],
    ['win32', { ProgramData: 'D:\\Data' }, 'D:\\Data\\my-tool\\telemetry.json'],
  ] as const)('on %s with %j is %j', (platform, env, file) => {
    expect(policyFile('my-tool', ports(platform, env))).toBe(file)
  })
})

describe('the project’s file', () => {
  const find = (from: string, ...there: string[]): string | undefined =>
    projectFile('my-tool', from, ports('linux'), has(there), (folder) => isProjectRoot(folder, '/', has(there)))
  const has = (there: readonly string[]) => (path: string) => there.includes(path)
  const at = (folder: string): string => `${folder}/.my-tool/telemetry.json`

  it('is in the nearest folder upwards that is a project', () => {
    expect(find('/home/me/a/b/c', at('/home/me/a'), '/home/me/a/.git')).toBe(at('/home/me/a'))
    expect(find('/home/me/a', at('/home/me/a'), '/home/me/a/package.json')).toBe(at('/home/me/a'))
    expect(find('/srv/x', at('/srv'), '/srv/Cargo.toml')).toBe(at('/srv'))
  })

  it('is not one above the nearest project, nor one in a folder that is none', () => {
    expect(find('/home/me/a/b', at('/home/me/a'), '/home/me/a/.git', '/home/me/a/b/package.json')).toBeUndefined()
    expect(find('/home/me/a/b', at('/home/me/a'))).toBeUndefined()
    expect(find('/home/me/a/b', '/home/me/a/.git')).toBeUndefined()
  })

  it('is never above the home folder', () => {
    expect(find('/home/me/a', at('/home/me'), '/home/me/.git')).toBe(at('/home/me'))
    expect(find('/home/me/a', at('/home'), '/home/.git')).toBeUndefined()
  })
})
