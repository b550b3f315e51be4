import { describe, expect, it } from 'vitest'
import { operationContract } from '../fixtures/operation-contract.ts'
import { createTestTelemetry, type TestTelemetry } from '../testing.ts'
import { attach } from '../workflow.ts'

type Tested = TestTelemetry<typeof operationContract>

const steps = (telemetry: Tested): string[] =>
  telemetry.records
    .filter(({ name }) => name === 'workflow.step')
    .map((record) => (record as unknown as { fields: { [field: string]: unknown } }).fields)
    .map(({ step, outcome }) => `${String(step)} ${String(outcome)}`)
    .sort()

describe('a workflow', () => {
  it('counts which steps were done, left out, failed or left behind', async () => {
    const telemetry = createTestTelemetry(operationContract)
    const setup = attach(telemetry, 'setup')
    const answer = {}
    expect(setup.during('project', () => answer)).toBe(answer)
    await setup.during('project', () => Promise.resolve())
    const error = new Error('x')
    await expect(setup.during('models', () => Promise.reject(error))).rejects.toBe(error)
    expect(() =>
      setup.during('models', () => {
        throw error
      }),
    ).toThrow(error)
    setup.skip('models')
    setup.begin('secrets')
    setup.end('abandoned')
    expect(steps(telemetry)).toEqual([
      'models error',
      'models error',
      'models skipped',
      'project completed',
      'project completed',
      'secrets abandoned',
    ])
  })

  it('pairs its beginning, its steps and its end by one operation id, and ends once', () => {
    const telemetry = createTestTelemetry(operationContract)
    const setup = attach(telemetry, 'setup')
    const step = setup.begin('project')
    step.complete()
    step.skip()
    setup.end()
    setup.end('abandoned')
    expect(setup.operation).toMatch(/^[0-9a-f]{32}$/)
    const fields = telemetry.records.map((record) => (record as unknown as { fields: { operation: string } }).fields)
    expect(fields.map(({ operation }) => operation)).toEqual([setup.operation, setup.operation, setup.operation])
    expect(telemetry.records.map(({ name }) => name).sort()).toEqual([
      'workflow.finished',
      'workflow.started',
      'workflow.step',
    ])
    expect(attach(telemetry, 'setup').operation).not.toBe(setup.operation)
  })

  it('says once what stands in the way', () => {
    const telemetry = createTestTelemetry(operationContract)
    const setup = attach(telemetry, 'setup')
    setup.blocked({ missing: 'key' })
    setup.blocked({ missing: 'engine' })
    const blocked = telemetry.records.filter(({ name }) => name === 'workflow.blocked')
    expect(blocked).toMatchObject([{ by: { workflow: 'setup', missing: 'key' }, count: 1 }])
  })

  it('leaves no hook behind when it is over', () => {
    const hook = (): Set<unknown> =>
      (globalThis as unknown as { [key: symbol]: { leavers: Set<unknown> } })[Symbol.for('plainsight.exit/1')]!.leavers
    const telemetry = createTestTelemetry(operationContract)
    const first = attach(telemetry, 'setup')
    const before = hook().size
    attach(telemetry, 'setup').end()
    expect(hook().size).toBe(before)
    first.end()
    expect(hook().size).toBe(before - 1)
  })
})
