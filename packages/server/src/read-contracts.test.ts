import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { lockText } from '@plainsight/contract/lock'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { readContracts } from './read-contracts.ts'
import { testLock } from './test-server.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'contracts-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

function write(path: string, text: string): void {
  mkdirSync(join(folder, path, '..'), { recursive: true })
  writeFileSync(join(folder, path), text)
}
const versions = (): unknown => {
  const read = readContracts(folder)
  return read.kind === 'refused'
    ? read.message
    : read.locks.map(({ contract }) => `${contract.name} ${contract.version}`)
}

it('reads every lock below the folder, and no dependency’s', () => {
  write('a/acme.telemetry.ts', '')
  write('a/acme.telemetry.lock.json', lockText(testLock()))
  write('a/locks/acme/0.9.0.lock.json', lockText(testLock({ version: '0.9.0' })))
  write('node_modules/x/x.telemetry.ts', '')
  write('.cache/y.telemetry.lock.json', '{}')
  expect(versions()).toEqual(['acme 1.0.0', 'acme 0.9.0'])
})

it('says of a contract without a lock which command makes it', () => {
  write('acme.telemetry.lock.json', lockText(testLock()))
  write('b/other.telemetry.ts', '')
  expect(versions()).toMatch(/^The contract \S*b\/other\.telemetry\.ts has no lock: run `plainsight generate \S+`/)
})

it('says of a lock that was edited what is wrong with it', () => {
  write('acme.telemetry.lock.json', lockText(testLock()).replace('"Acme"', '"Acme!"'))
  expect(versions()).toMatch(/acme\.telemetry\.lock\.json: .*its digest is not that of its contract/)
})

it('says when there is nothing', () => {
  expect(versions()).toMatch(/^There is no lock/)
  rmSync(folder, { recursive: true })
  expect(versions()).toMatch(/^There is no folder/)
  mkdirSync(folder)
})
