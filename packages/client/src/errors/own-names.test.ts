import { choice, defineContract, errors } from '@plainsight/contract'
import { mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { createTelemetry } from '../node.ts'

const contract = defineContract({
  name: 'acme',
  version: '1.0.0',
  title: 'A',
  description: '',
  owners: [],
  consent: { preset: 'opt-in' },
  sources: ['cli'],
  presence: false,
  fields: { command: choice(['build'], 'x', { transient: true }) },
  events: {
    failed: errors({
      what: 'It failed',
      why: 'To mend it',
      readBy: ['x'],
      text: { max: 400 },
      fields: { command: 'optional' },
    }),
  },
})

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(os.tmpdir(), 'plainsight-names-'))
  vi.spyOn(os, 'hostname').mockReturnValue('zephyrdesk.lan')
  vi.spyOn(os, 'homedir').mockReturnValue('/home/ludmila')
})
afterEach(() => {
  vi.restoreAllMocks()
  rmSync(folder, { recursive: true, force: true })
})

async function shown(message: string): Promise<string> {
  const telemetry = createTelemetry(contract, {
    env: {},
    stateDir: folder,
    endpoint: 'http://127.0.0.1:9',
    send: 'idle',
    signals: false,
  })
  telemetry.setConsent('on')
  telemetry.setConsent('on', { channel: 'errors' })
  const seen: string[] = []
  await telemetry.reportError(new Error(message), { ask: (text) => seen.push(text) < 0 })
  telemetry.keepQuiet()
  return seen.join()
}

it('a message says neither what the person is called nor their machine', async () => {
  vi.spyOn(os, 'userInfo').mockReturnValue({ username: 'anna' } as ReturnType<typeof os.userInfo>)
  const text = await shown('anna is not allowed on zephyrdesk; ask Ludmila or zephyrdesk.lan, not susanna')
  expect(text).toBe('[masked] is not allowed on [masked]; ask [masked] or [masked], not susanna')
})

it('an account that everybody has is a word like any other', async () => {
  vi.spyOn(os, 'userInfo').mockReturnValue({ username: 'node' } as ReturnType<typeof os.userInfo>)
  expect(await shown('node was not found')).toBe('node was not found')
})

it('a system without an entry for the account masks the rest', async () => {
  vi.spyOn(os, 'userInfo').mockImplementation(() => {
    throw new Error('ENOENT')
  })
  expect(await shown('root of zephyrdesk')).toBe('root of [masked]')
})
