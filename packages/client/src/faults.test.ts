import { choice, defineContract, duration, errors, event, flag, rollup } from '@plainsight/contract'
import { describe, expect, it } from 'vitest'
import { createTestSession } from './fixtures/test-session.ts'
import { memory } from './sinks/memory.ts'
import { makeTelemetry } from './core/telemetry.ts'
import type { World } from './core/world.ts'

const contract = defineContract({
  name: 'acme',
  version: '1.0.0',
  title: 'A',
  description: '',
  owners: [],
  consent: { preset: 'notice' },
  sources: ['cli'],
  context: ['os', 'arch'],
  fields: {
    command: choice(['build', 'list'], 'x'),
    outcome: choice(['ok', 'error', 'aborted'], 'x'),
    duration: duration('x'),
    paid: flag('x', { noise: { epsilon: 1 } }),
  },
  events: {
    used: rollup({ what: '', why: '', readBy: ['x'], by: ['command', 'outcome'], measure: ['duration'] }),
    seen: event({
      what: '',
      why: '',
      readBy: ['x'],
      identity: 'month',
      sampling: { rate: 0.5 },
      once: 'month',
      fields: { command: 'required' },
      alerts: [{ metric: 'count', max: 1, minimumSample: 1, windowMinutes: 1, coolDownMinutes: 1, actions: ['alert'] }],
    }),
    noisy: event({ what: '', why: '', readBy: ['x'], once: 'month', fields: { paid: 'required' } }),
    failed: errors({ what: '', why: '', readBy: ['x'], fields: {}, deliver: 'now', text: { max: 100 } }),
  },
})

/** Everything a host may call, in an order that a host might. */
async function useAll(world: World): Promise<unknown[]> {
  const leavers: { leave(outcome: 'ok'): void }[] = []
  const timers: (() => void)[] = []
  const watched: World = {
    ...world,
    onLeave(leaver) {
      leavers.push(leaver)
      return world.onLeave(leaver)
    },
    later(ms, act) {
      timers.push(act)
      return world.later(ms, act)
    },
  }
  const sink = memory()
  const onAlert = (): void => {}
  const telemetry = makeTelemetry(contract, { endpoint: 'https://x.test', sinks: [sink], onAlert }, watched)
  const given: unknown[] = []
  given.push(telemetry.status().state)
  given.push(telemetry.record('used', { command: 'build', outcome: 'ok', duration: 4 }))
  const counter = telemetry.counter('used', { command: 'list', outcome: 'ok' })
  given.push(counter.add(), counter.add({ duration: 5 }))
  const span = telemetry.span('used', { command: 'build' })
  given.push(span.annotate({ duration: 3 }), span.end('error'))
  given.push(telemetry.identify({ org: 'x' }), telemetry.setContext({ tier: 'x' }))
  given.push(typeof telemetry.operation())
  for (let i = 0; i < 3; i++) given.push(telemetry.record('seen', { command: 'list' }))
  given.push(telemetry.record('noisy', { paid: true }))
  const remove = telemetry.addSink(memory({ name: 'late' }))
  given.push(typeof telemetry.setConsent('on', { channel: 'errors' }).stored)
  telemetry.reportError(new Error('x', { cause: new TypeError('y') }), { fatal: true })
  given.push(typeof telemetry.reportError(new RangeError('x'), { ask: () => true })?.then)
  given.push(remove())
  given.push(typeof telemetry.preview().batches, telemetry.receipts().length >= 0)
  for (const act of timers.slice()) act()
  given.push(typeof (await telemetry.flush({ timeoutMs: 10 })).taken)
  given.push(typeof telemetry.setConsent('local', { by: 'test' }).stored)
  given.push(typeof telemetry.setConsent('off', { by: 'test' }).stored)
  given.push(typeof telemetry.setConsent('on', { by: 'test' }).stored)
  for (const { leave } of leavers) leave('ok')
  given.push(await telemetry.close())
  given.push(telemetry.keepQuiet())
  return given.slice(1)
}

/** A world whose n-th call of any kind throws; `wide` also throws at every call after it. */
function failing(world: World, nth: number, wide: boolean): { readonly world: World; calls(): number } {
  let calls = 0
  const wrap = <T extends object>(target: T): T =>
    new Proxy(target, {
      get(of, name): unknown {
        const value = (of as { [key: string | symbol]: unknown })[name]
        // A clock that throws would be the machine's end, not ours.
        if (typeof value === 'function' && name !== 'tick')
          return (...given: unknown[]): unknown => {
            calls++
            if (calls === nth || (wide && calls > nth)) throw new Error(`fault ${nth} in ${String(name)}`)
            return (value as (...all: unknown[]) => unknown).apply(of, given)
          }
        return name === 'disk' ? wrap(value as object) : value
      },
    })
  return { world: wrap({ ...world }), calls: () => calls }
}

const worldOf = (): World => createTestSession(contract).world

describe('telemetry whose own steps fail', () => {
  it('never throws into its host, whichever step it is and whether it goes on failing', async () => {
    const counted = failing(worldOf(), Infinity, false)
    const whole = await useAll(counted.world)
    const steps = counted.calls()
    expect(steps).toBeGreaterThan(100)
    for (let nth = 1; nth <= steps; nth++) {
      for (const wide of [false, true]) {
        const { world } = failing(worldOf(), nth, wide)
        expect(await useAll(world), `fault ${nth}`).toEqual(whole)
      }
    }
  })

  it('tells its maker when asked to, and a handler that throws has no effect', () => {
    const told: unknown[] = []
    const { world } = createTestSession(contract, {}, (plain) => ({
      ...plain,
      disk: {
        ...plain.disk,
        append() {
          throw new Error('no space')
        },
      },
    }))
    const leavers: { leave(outcome: 'ok'): void }[] = []
    const watched: World = { ...world, onLeave: (leaver) => (leavers.push(leaver), () => {}) }
    const onError = (error: unknown): void => {
      told.push(error)
      throw new Error('a handler of the host')
    }
    const telemetry = makeTelemetry(contract, { endpoint: 'https://x.test', onError }, watched)
    telemetry.record('used', { command: 'build', outcome: 'ok' })
    for (const { leave } of leavers) leave('ok')
    expect(told.map(String)).toContain('Error: no space')
  })

  it('takes anything that a host may hand it', () => {
    const { world } = createTestSession(contract)
    const telemetry = makeTelemetry(contract, { endpoint: 'https://x.test' }, world)
    const record = telemetry.record as unknown as (...given: unknown[]) => void
    const cycle: { self?: unknown } = {}
    cycle.self = cycle
    const hostile = [
      undefined,
      null,
      7,
      'text',
      Symbol('s'),
      () => {},
      [],
      cycle,
      new Proxy(
        {},
        {
          get: () => {
            throw new Error('get')
          },
          ownKeys: () => {
            throw new Error('keys')
          },
        },
      ),
      {
        get command() {
          throw new Error('getter')
        },
      },
      JSON.parse('{"__proto__":{"command":"build"},"constructor":1}'),
      { command: 'x'.repeat(1_000_000), outcome: '\ud800', duration: Number.NaN },
      { command: 'build', outcome: 'ok', duration: -0 },
      Object.create(null),
    ]
    for (const name of ['used', 'seen', 'toString', '__proto__', '', 7, null, undefined, {}])
      for (const values of hostile) expect(() => record(name, values)).not.toThrow()
    expect(() =>
      (telemetry.counter as (...given: unknown[]) => { add(given?: unknown): void })('used', hostile[8]).add(
        hostile[9],
      ),
    ).not.toThrow()
    expect(() =>
      (telemetry.span as (...given: unknown[]) => { end(how: unknown): void })('used', hostile[8]).end('odd'),
    ).not.toThrow()
    const annotate = (telemetry.span('used', {}) as { annotate(given: unknown): void }).annotate
    for (const values of hostile) expect(() => annotate(values)).not.toThrow()
    expect(() => telemetry.identify(null as never)).not.toThrow()
    expect(() => telemetry.setContext(hostile[8] as never)).not.toThrow()
  })
})
