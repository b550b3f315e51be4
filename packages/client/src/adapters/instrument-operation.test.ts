import { describe, expect, expectTypeOf, it, vi } from 'vitest'
import { operationContract } from '../fixtures/operation-contract.ts'
import { instrument } from '../instrument.ts'
import { createTestTelemetry, type TestTelemetry } from '../testing.ts'

type Tested = TestTelemetry<typeof operationContract>

const SECRET = 'secret-4711'
const TRACE = '0af7651916cd43dd8448eb211c80319c'

interface Order {
  readonly tenant: string
  readonly rows: number
  readonly traceparent: string
}

interface Counted {
  readonly name: string
  readonly fields: { readonly [field: string]: unknown }
  readonly ids?: object
}

const counted = (telemetry: Tested): Counted[] =>
  telemetry.records
    .map((record) => record as unknown as Counted)
    .map(({ name, ids, fields: { duration, ...fields } }) => ({
      name,
      fields: { ...fields, ...ids, took: typeof duration },
    }))
const endings = (telemetry: Tested): string[] =>
  counted(telemetry)
    .map(({ name, fields: { outcome } }) => `${name} ${String(outcome)}`)
    .sort()

const reports = {
  success: { event: 'import.done' },
  failure: { event: 'import.failed' },
} as const

describe('an instrumented operation', () => {
  const order: Order = {
    tenant: 'b'.repeat(32),
    rows: 1234,
    traceparent: `00-${TRACE}-b7ad6b7169203331-01`,
  }

  function importer(telemetry: Tested, act: (order: Order) => Promise<{ readonly kept: number }>) {
    return instrument(telemetry, act, {
      success: {
        event: 'import.done',
        values: ({ input: [{ rows }], output: { kept } }) => ({ rows, isDemo: kept === 0 }),
      },
      failure: {
        event: 'import.failed',
        values: ({ error }) => ({ reason: (error as Error).message.includes('full') ? 'full' : 'empty' }),
      },
      subject: ({ input: [{ tenant, traceparent }] }) => ({ tenant, channel: 'api', trace: traceparent }),
    })
  }

  it('records its success with what was picked by hand, whose it was, and its trace', async () => {
    const telemetry = createTestTelemetry(operationContract)
    const answer = { kept: 3, note: SECRET }
    const run = importer(telemetry, () => Promise.resolve(answer))
    await expect(run(order)).resolves.toBe(answer)
    expect(counted(telemetry)).toEqual([
      {
        name: 'import.done',
        fields: {
          rows: 1200,
          isDemo: false,
          outcome: 'ok',
          channel: 'api',
          tenant: order.tenant,
          trace: TRACE,
          took: 'number',
        },
      },
    ])
    expect(JSON.stringify(telemetry.preview())).not.toContain(SECRET)
  })

  it('records its failure, and gives on the very error', async () => {
    const telemetry = createTestTelemetry(operationContract)
    const error = new Error(`full of ${SECRET}`)
    await expect(importer(telemetry, () => Promise.reject(error))(order)).rejects.toBe(error)
    expect(counted(telemetry)).toEqual([
      {
        name: 'import.failed',
        fields: { reason: 'full', outcome: 'error', tenant: order.tenant, trace: TRACE, took: 'number' },
      },
    ])
    expect(JSON.stringify(telemetry.preview())).not.toContain(SECRET)
  })

  it('keeps its types, its name, its length and its this', () => {
    const telemetry = createTestTelemetry(operationContract)
    const shop = {
      stock: 4,
      take: instrument(
        telemetry,
        function take(this: { stock: number }, count: number) {
          return (this.stock -= count)
        },
        reports,
      ),
    }
    expectTypeOf(shop.take).parameters.toEqualTypeOf<[number]>()
    expectTypeOf(shop.take).returns.toEqualTypeOf<number>()
    expect(shop.take(3)).toBe(1)
    expect([shop.take.name, shop.take.length]).toEqual(['take', 1])
    expect(endings(telemetry)).toEqual(['import.done ok'])
  })

  it('refuses, before it runs, what the contract does not have', () => {
    const telemetry = createTestTelemetry(operationContract)
    const run = (): number => 1
    // @ts-expect-error there is no such event
    instrument(telemetry, run, { ...reports, success: { event: 'import.gone' } })
    const text = (): { readonly rows: string } => ({ rows: 'x' })
    // @ts-expect-error a count is no text
    instrument(telemetry, run, { ...reports, success: { event: 'import.done', values: text } })
    // A word of the list is one without being told so.
    instrument(telemetry, () => 1, {
      ...reports,
      failure: { event: 'import.failed', values: () => ({ reason: 'full' }) },
    })
    expect(telemetry.records).toEqual([])
  })

  it('that throws at once throws the very thing, whatever it is', () => {
    const telemetry = createTestTelemetry(operationContract)
    for (const thrown of [new Error('x'), undefined, 'text', Object.freeze({})]) {
      const run = instrument(
        telemetry,
        () => {
          throw thrown
        },
        reports,
      )
      let caught: unknown = 'nothing'
      try {
        run()
      } catch (error) {
        caught = error
      }
      expect(caught).toBe(thrown)
    }
    expect(endings(telemetry)).toEqual(Array.from({ length: 4 }, () => 'import.failed error'))
  })

  it('gives back the very promise, and nobody hears of a rejection twice', async () => {
    const unheard = vi.fn<() => void>()
    process.on('unhandledRejection', unheard)
    const telemetry = createTestTelemetry(operationContract)
    const lasting = Promise.resolve(1)
    expect(instrument(telemetry, () => lasting, reports)()).toBe(lasting)
    const failing = Promise.reject(new Error('x'))
    const given = instrument(telemetry, () => failing, reports)()
    expect(given).toBe(failing)
    await expect(given).rejects.toThrow('x')
    await new Promise((resolve) => setImmediate(resolve))
    process.removeListener('unhandledRejection', unheard)
    expect(unheard).not.toHaveBeenCalled()
    expect(endings(telemetry)).toEqual(['import.done ok', 'import.failed error'])
  })

  it('that gives something that only looks like a promise does not start it', () => {
    const telemetry = createTestTelemetry(operationContract)
    const then = vi.fn<() => void>()
    // oxlint-disable-next-line unicorn/no-thenable -- a query builder, which runs when somebody waits for it
    const query = { then }
    expect(instrument(telemetry, () => query, reports)()).toBe(query)
    expect(then).not.toHaveBeenCalled()
    expect(endings(telemetry)).toEqual(['import.done ok'])
  })

  it('that is a generator is over when its last step is, failed or left', async () => {
    const telemetry = createTestTelemetry(operationContract)
    const last = vi.fn<(rows: number) => void>()
    function* steps(fails: boolean): Generator<number, number, string> {
      expect(yield 1).toBe('one')
      if (fails) throw new Error('x')
      yield 2
      return 300
    }
    const run = instrument(telemetry, steps, {
      success: { event: 'import.done', values: ({ output }) => (last(output), { rows: output }) },
      failure: { event: 'import.failed' },
    })
    const whole = run(false)
    expect([whole.next('zero').value, whole.next('one').value, whole.next('two').value]).toEqual([1, 2, 300])
    expect(last).toHaveBeenCalledExactlyOnceWith(300)
    const failing = run(true)
    failing.next('zero')
    expect(() => failing.next('one')).toThrow('x')
    const many = instrument(
      telemetry,
      async function* () {
        yield 1
        yield 2
      },
      reports,
    )
    for await (const each of many()) if (each === 1) break
    for await (const each of many()) expect(each).toBeGreaterThan(0)
    expect(endings(telemetry)).toEqual([
      'import.done aborted',
      'import.done ok',
      'import.done ok',
      'import.failed error',
    ])
  })

  it('is not hurt by a picking function that throws; whoever asked is told', () => {
    const telemetry = createTestTelemetry(operationContract)
    const told: unknown[] = []
    const run = instrument(telemetry, () => 7, {
      success: {
        event: 'import.done',
        values: () => {
          throw new Error('mine')
        },
      },
      failure: { event: 'import.failed' },
      subject: () => {
        throw new Error('mine, too')
      },
      onError: (error) => {
        told.push(error)
        throw error
      },
    })
    expect(run()).toBe(7)
    expect(told).toHaveLength(2)
    expect(endings(telemetry)).toEqual(['import.done ok'])
  })

  it('admits what was picked: text does not pass, and no getter is run but by the gates', () => {
    const telemetry = createTestTelemetry(operationContract)
    const run = instrument(telemetry, () => 1, {
      success: {
        event: 'import.done',
        values: () => ({ channel: SECRET as 'web', tenant: SECRET, rows: SECRET as never }),
      },
      failure: { event: 'import.failed' },
    })
    run()
    expect(telemetry.records).toMatchObject([{ fields: { channel: 'other' } }])
    expect(JSON.stringify(telemetry.preview())).not.toContain(SECRET)
  })

  it('of a tenant that switched an event off, or takes a smaller sample, is counted as it says', () => {
    const telemetry = createTestTelemetry(operationContract, {
      tenant: { disabledEvents: ['import.failed'], sampling: { 'thing.sampled': 0.25 } },
    })
    const run = instrument(
      telemetry,
      (fails: boolean) => {
        if (fails) throw new Error('x')
      },
      { success: { event: 'thing.sampled' }, failure: { event: 'import.failed' } },
    )
    const runs = 600
    for (let i = 0; i < runs; i++) run(false)
    expect(() => run(true)).toThrow('x')
    const kept = telemetry.records.filter(({ name }) => name === 'thing.sampled') as { readonly rate?: number }[]
    expect(kept.every(({ rate }) => rate === 0.25)).toBe(true)
    // 150 on average; six and a half standard deviations to either side.
    expect(kept.length).toBeGreaterThan(80)
    expect(kept.length).toBeLessThan(220)
    const drift = telemetry
      .preview()
      .unfinished.flatMap((body) => (JSON.parse(body) as { drift?: string[][] }).drift ?? [])
    expect(drift).toContainEqual(['import.failed', '*', 'disabled'])
    expect(telemetry.records.some(({ name }) => name === 'import.failed')).toBe(false)
  })
})
