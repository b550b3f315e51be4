import { describe, expect, it } from 'vitest'
import { operationContract } from '../fixtures/operation-contract.ts'
import { installKind, recordInstall, recordUninstall } from '../install.ts'
import { createTestTelemetry } from '../testing.ts'

describe('an installation', () => {
  it.each([
    [undefined, '1.0.0', 'fresh'],
    ['', '1.0.0', 'fresh'],
    ['1.0.0', '1.0.0', 'reinstall'],
    ['1.9.0', '1.10.0', 'upgrade'],
    ['v1.9', '2', 'upgrade'],
    ['1.10.0', '1.9.9', 'downgrade'],
    ['1.0.0-beta.1', '1.0.0', 'upgrade'],
    ['1.0.0', '1.0.0-beta.1', 'downgrade'],
    ['nightly', 'nightly-2', 'downgrade'],
    ['nightly-1', 'nightly-2', 'upgrade'],
  ] as const)('of %s by %s is %s', (previous, version, kind) => {
    expect(installKind(previous, version)).toBe(kind)
  })

  it('is counted with its versions cut, where the person said yes', () => {
    const telemetry = createTestTelemetry(operationContract)
    expect(recordInstall(telemetry, { version: '1.10.3', previous: '1.9.0', values: { path: '/home/me' } })).toBe(
      'upgrade',
    )
    expect(telemetry.records).toMatchObject([{ fields: { kind: 'upgrade', version: '1.10', previousVersion: '1.9' } }])
    expect(JSON.stringify(telemetry.preview())).not.toMatch(/home|undeclared/)
    const undecided = createTestTelemetry(operationContract, { consent: 'undecided' })
    recordInstall(undecided, { version: '1.0.0' })
    expect(undecided.records).toEqual([])
  })
})

describe('a removal', () => {
  it('is counted, and what is finished leaves before it is over', async () => {
    const telemetry = createTestTelemetry(operationContract)
    recordInstall(telemetry, { version: '1.0.0' })
    await telemetry.flush()
    telemetry.clock.advance(86_400_000)
    await expect(recordUninstall(telemetry, { values: { reason: 'request' } })).resolves.toMatchObject({ taken: 1 })
    expect(telemetry.batches).toHaveLength(1)
    expect(telemetry.records).toMatchObject([{ name: 'uninstalled', fields: { reason: 'request' } }])
  })

  it('leaves today where the contract has it delivered at once, and nothing else of today does', async () => {
    const telemetry = createTestTelemetry(operationContract)
    recordInstall(telemetry, { version: '1.0.0' })
    await expect(recordUninstall(telemetry, { event: 'removed' })).resolves.toMatchObject({ taken: 1 })
    expect(telemetry.batches.flatMap(({ events }) => events.map(({ name }) => name))).toEqual(['removed'])
  })

  it('does not fail where nobody answers', async () => {
    const telemetry = createTestTelemetry(operationContract)
    telemetry.sink.status = 0
    await expect(recordUninstall(telemetry)).resolves.toMatchObject({ taken: 0 })
  })
})
