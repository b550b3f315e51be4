import { choice, defineContract, event, rollup } from '@plainsight/contract'
import { describe, expect, it } from 'vitest'
import { soundHeaders, sinkFlaw } from '../core/sink.ts'
import { createTestTelemetry, type TestTelemetry } from '../testing.ts'
import { consoleSink } from './console.ts'
import { http } from './http.ts'
import { memory } from './memory.ts'

const contract = defineContract({
  name: 'acme',
  version: '1.0.0',
  title: 'A',
  description: '',
  owners: [],
  consent: { preset: 'opt-in' },
  sources: ['api'],
  presence: false,
  fields: { command: choice(['build', 'list'], 'x') },
  events: {
    used: rollup({ what: '', why: '', readBy: ['x'], by: ['command'] }),
    seen: event({ what: '', why: '', readBy: ['x'], fields: { command: 'required' } }),
    served: event({
      what: '',
      why: '',
      readBy: ['x'],
      acceptFrom: 'service',
      deliver: 'now',
      fields: { command: 'required' },
    }),
  },
})

const DAY = 86_400_000

/** Counts something and lets the day end. */
function aDay(telemetry: TestTelemetry<typeof contract>): void {
  telemetry.record('used', { command: 'build' })
  telemetry.record('seen', { command: 'list' })
  telemetry.clock.advance(DAY)
}

describe('several sinks', () => {
  it('each get the very batches that the collector gets, once', async () => {
    const [one, other] = [memory({ name: 'one' }), memory({ name: 'other' })]
    const telemetry = createTestTelemetry(contract, { sinks: [one, other] })
    aDay(telemetry)
    await telemetry.flush()
    await telemetry.flush()
    expect(telemetry.sink.received).toHaveLength(1)
    for (const sink of [one, other]) expect(sink.batches.map(({ text }) => text)).toEqual(telemetry.sink.received)
    expect(one.records.map(({ name }) => name)).toEqual(['seen', 'used'])
    expect(telemetry.receipts().map(({ to, status }) => `${to} ${status}`)).toEqual(
      expect.arrayContaining(['https://telemetry.test 200', 'one 200', 'other 200']),
    )
  })

  it('are told with what waits for them, and what would leave is shown once', async () => {
    const [one, other] = [memory({ name: 'one' }), memory({ name: 'other' })]
    one.answer = 503
    other.answer = 503
    const telemetry = createTestTelemetry(contract, { endpoint: undefined as never, sinks: [one, other] })
    aDay(telemetry)
    await telemetry.flush()
    expect(telemetry.status().sinks).toEqual([
      { name: 'one', to: undefined, waiting: 1, lastAnswer: { day: undefined, status: 503 } },
      { name: 'other', to: undefined, waiting: 1, lastAnswer: { day: undefined, status: 503 } },
    ])
    const { batches } = telemetry.preview()
    expect(batches).toHaveLength(1)
    one.answer = 200
    await telemetry.flush()
    expect(one.batches.map(({ text }) => text)).toEqual(batches)
    expect(telemetry.preview().batches).toEqual(batches)
  })

  it('stand in the place of a collector where there is none', async () => {
    const sink = memory()
    const telemetry = createTestTelemetry(contract, { endpoint: undefined as never, sinks: [sink] })
    aDay(telemetry)
    expect(await telemetry.flush()).toEqual({ taken: 1, dropped: 0, left: 0 })
    expect(sink.batches).toHaveLength(1)
    expect(telemetry.sink.received).toEqual([])
  })

  it('fail by themselves: what one does not take waits for it, the same bytes, and the others have theirs', async () => {
    const told: unknown[] = []
    const faults: unknown[] = []
    const failing = { ...memory({ name: 'failing' }), onError: (error: unknown) => void told.push(error) }
    const good = memory({ name: 'good' })
    const telemetry = createTestTelemetry(contract, { sinks: [failing, good], onError: (error) => faults.push(error) })
    const texts: string[] = []
    for (const answer of [
      () => {
        throw new Error('no network')
      },
      () => Promise.reject(new Error('no token')),
      503,
      () => ({ status: 429, waitMs: 60_000 }),
      Number.NaN,
    ]) {
      failing.take = async (batch) => {
        texts.push(batch.text)
        return typeof answer === 'function' ? answer() : answer
      }
      aDay(telemetry)
      telemetry.clock.advance(DAY)
      await telemetry.flush()
    }
    expect(good.batches).toHaveLength(5)
    expect(telemetry.batches).toHaveLength(5)
    // It stops at the first that it does not take, so the oldest is what it was asked for each time.
    expect(new Set(texts).size).toBe(1)
    expect(told.map(String)).toEqual(['Error: no network', 'Error: no token'])
    expect(faults.map(String)).toEqual(told.map(String))
    const taken: string[] = []
    failing.take = ({ text }) => void taken.push(text)
    telemetry.clock.advance(DAY)
    await telemetry.flush()
    expect(taken).toEqual(telemetry.sink.received)
  })

  it('that hang delay nobody else', async () => {
    let sawAbort = false
    const hanging = memory({ name: 'hanging' })
    hanging.answer = (_, signal) =>
      new Promise(() => signal.addEventListener('abort', () => void (sawAbort = true), { once: true }))
    const good = memory({ name: 'good' })
    let goodAt = Infinity
    const begun = performance.now()
    good.answer = () => {
      goodAt = performance.now() - begun
      return 200
    }
    const telemetry = createTestTelemetry(contract, { sinks: [hanging, good] })
    aDay(telemetry)
    const { taken, left } = await telemetry.flush({ timeoutMs: 400 })
    expect([taken, left, sawAbort]).toEqual([2, 1, true])
    expect(goodAt).toBeLessThan(performance.now() - begun)
    expect(good.batches).toHaveLength(1)
  })

  it('come and go while the process runs; what waited for one is there when it comes back', async () => {
    const late = memory({ name: 'late' })
    const telemetry = createTestTelemetry(contract, { sinks: [] })
    aDay(telemetry)
    await telemetry.flush()
    const remove = telemetry.addSink(late)
    aDay(telemetry)
    late.answer = 503
    await telemetry.flush()
    expect([telemetry.batches.length, late.asked]).toEqual([2, 1])
    remove()
    remove()
    aDay(telemetry)
    await telemetry.flush()
    expect([telemetry.batches.length, late.asked]).toEqual([3, 1])
    late.answer = 200
    telemetry.addSink(late)
    telemetry.clock.advance(DAY)
    await telemetry.flush()
    expect(late.batches.map(({ day }) => day)).toEqual([telemetry.batches[1]?.day])
  })

  it('halve by themselves what is too large for them, and drop what they will never take', async () => {
    const small = memory({ name: 'small' })
    small.answer = ({ body }) => (body.events.length > 1 ? 413 : 200)
    const never = memory({ name: 'never' })
    never.answer = 400
    const telemetry = createTestTelemetry(contract, { sinks: [small, never] })
    aDay(telemetry)
    await telemetry.flush()
    expect(telemetry.batches).toHaveLength(1)
    expect(small.batches).toHaveLength(2)
    expect(never.asked).toBe(1)
    expect(telemetry.receipts().filter(({ to }) => to === 'never')[0]?.status).toBe(400)
  })

  it('get nothing more of a version that they have stopped, and the collector does', async () => {
    const stopped = memory({ name: 'stopped' })
    stopped.answer = 410
    const telemetry = createTestTelemetry(contract, { sinks: [stopped] })
    for (let day = 0; day < 3; day++) {
      aDay(telemetry)
      await telemetry.flush()
    }
    expect([stopped.asked, telemetry.batches.length]).toEqual([1, 3])
  })

  it('lose what waits for them when the person says off, at once', async () => {
    const sink = memory()
    sink.answer = 503
    const telemetry = createTestTelemetry(contract, { sinks: [sink] })
    aDay(telemetry)
    expect((await telemetry.flush()).left).toBe(1)
    telemetry.setConsent('off')
    telemetry.setConsent('on')
    sink.answer = 200
    telemetry.clock.advance(DAY)
    await telemetry.flush()
    expect([sink.asked, sink.batches.length]).toEqual([1, 0])
  })

  it('are passed over where the user has said whose collector it is', async () => {
    const sink = memory()
    const telemetry = createTestTelemetry(contract, {
      sinks: [sink],
      env: { ACME_TELEMETRY_ENDPOINT: 'https://mine.test' },
    })
    aDay(telemetry)
    await telemetry.flush()
    expect([sink.asked, telemetry.sink.received.length]).toEqual([0, 1])
  })

  it.each(['mine.test', 'localhost:4680', 'ftp://mine.test', 'HTTPS//mine.test', ' '])(
    'get nothing, nor does the maker’s collector, where the user misspelt whose it is: %s',
    async (address) => {
      const sink = memory()
      const telemetry = createTestTelemetry(contract, { sinks: [sink], env: { ACME_TELEMETRY_ENDPOINT: address } })
      aDay(telemetry)
      await telemetry.flush()
      telemetry.addSink(memory({ name: 'later' }))
      expect([sink.asked, telemetry.sink.received.length, telemetry.status().state]).toEqual([0, 0, 'off'])
    },
  )

  it('get nothing where off comes while their headers are looked for', async () => {
    const telemetry: TestTelemetry<typeof contract> = createTestTelemetry(contract, {
      endpoint: undefined as never,
      sinks: [
        http({
          url: 'https://in.acme.test',
          headers: async () => {
            telemetry.setConsent('off')
            return { authorization: 'Bearer hunter2' }
          },
        }),
      ],
    })
    aDay(telemetry)
    await telemetry.flush()
    expect(telemetry.sink.received).toEqual([])
    expect(telemetry.receipts()).toEqual([])
  })

  it('are told without what may be a key in their address', async () => {
    const url = 'https://user:hunter2@in.acme.test/v1?key=hunter2#hunter2'
    const telemetry = createTestTelemetry(contract, { sinks: [http({ url, name: 'in' })] })
    aDay(telemetry)
    await telemetry.flush()
    expect(telemetry.status().sinks.map(({ to }) => to)).toEqual(['https://in.acme.test/v1'])
    expect(JSON.stringify(telemetry.receipts())).not.toContain('hunter2')
  })

  it('may be told of faults asynchronously, and nobody hears of that failing', async () => {
    const unhandled: unknown[] = []
    const hear = (reason: unknown): void => void unhandled.push(reason)
    const before = process.listeners('unhandledRejection')
    process.removeAllListeners('unhandledRejection').on('unhandledRejection', hear)
    try {
      const fails = async (): Promise<never> => Promise.reject(new Error('x'))
      const sink = { ...memory({ name: 'bad' }), take: fails, onError: fails as never }
      const telemetry = createTestTelemetry(contract, { sinks: [sink], onError: fails as never })
      aDay(telemetry)
      await telemetry.flush()
      await new Promise((resolve) => setImmediate(resolve))
      expect(unhandled).toEqual([])
    } finally {
      process.off('unhandledRejection', hear)
      for (const listener of before) process.on('unhandledRejection', listener)
    }
  })

  it('that are no sinks are said once and passed over, and the good ones get theirs', async () => {
    const faults: string[] = []
    const good = memory()
    const bad = [
      null,
      7,
      { kind: 'http', name: 'x' },
      { kind: 'function', name: '../up', take: () => {} },
      memory(),
      new Proxy(
        {},
        {
          get: () => {
            throw new Error('get')
          },
        },
      ),
    ]
    const telemetry = createTestTelemetry(contract, {
      sinks: [good, ...(bad as never[])],
      onError: (error) => faults.push(String(error)),
    })
    for (let day = 0; day < 2; day++) {
      aDay(telemetry)
      await telemetry.flush()
    }
    expect(good.batches).toHaveLength(2)
    expect(faults).toHaveLength(bad.length)
    expect(faults).toContain('Error: There are two sinks called "memory".')
    const odd = createTestTelemetry(contract, { sinks: 7 as never })
    aDay(odd)
    expect((await odd.flush()).taken).toBe(1)
  })

  it('need a destination from the start: without one nothing is counted, and adding one says so', async () => {
    const faults: string[] = []
    const telemetry = createTestTelemetry(contract, {
      endpoint: undefined as never,
      onError: (error) => faults.push(String(error)),
    })
    telemetry.addSink(memory())
    expect(faults).toEqual(['Error: Nothing is counted without a destination: say `sinks: []` where sinks come later.'])
    expect(telemetry.status().state).toBe('off')
  })

  it('wait for a send that is under way before they are closed', async () => {
    const slow = memory()
    let release = (): void => {}
    slow.answer = () => new Promise<void>((resolve) => (release = resolve))
    const telemetry = createTestTelemetry(contract, { sinks: [slow] })
    aDay(telemetry)
    const flushed = telemetry.flush()
    while (slow.asked === 0) await new Promise((resolve) => setImmediate(resolve))
    let closed = false
    const closing = telemetry.close().then(() => void (closed = true))
    for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve))
    expect(closed).toBe(false)
    release()
    await Promise.all([flushed, closing])
    expect(slow.batches).toHaveLength(1)
  })
})

describe('an address as a sink', () => {
  it('is named after its host, or as it is told', () => {
    expect(http({ url: 'https://In.Acme.example:8080/x?y' }).name).toBe('in-acme-example-8080')
    expect(http({ url: 'https://10.0.0.1' }).name).toBe('at-10-0-0-1')
    expect(http({ url: `https://${'a'.repeat(60)}.example` }).name).toHaveLength(31)
    expect(http({ url: 'nonsense', name: 'mine' }).name).toBe('mine')
    expect(sinkFlaw(http({ url: 'nonsense', name: 'mine' }))).toContain('no address')
    expect(sinkFlaw(http({ url: 'https://x.test' }))).toBeUndefined()
  })

  it('sends no header that HTTP needs, that ends its line, or that is no text', () => {
    expect(
      soundHeaders({
        Authorization: 'Bearer x',
        host: 'evil.test',
        'Content-Length': '0',
        'transfer-encoding': 'chunked',
        'x-line': 'a\r\nb: c',
        'x bad': 'y',
        'x-number': 7,
        'x-ok': 'é',
      }),
    ).toEqual({ authorization: 'Bearer x', 'x-ok': 'é' })
    expect(soundHeaders(null)).toEqual({})
  })
})

describe('a sink that prints', () => {
  it('prints each record on its own line', async () => {
    const lines: string[] = []
    const telemetry = createTestTelemetry(contract, { sinks: [consoleSink({ write: (line) => lines.push(line) })] })
    aDay(telemetry)
    await telemetry.flush()
    expect(lines[0]).toMatch(/^telemetry: batch [0-9a-f-]{36} of 2026-11-19, acme 1\.0\.0, api$/)
    expect(lines.slice(1)).toEqual([
      'telemetry:   {"at":"2026-11-19T10","fields":{"command":"list"},"name":"seen"}',
      'telemetry:   {"by":{"command":"build"},"count":1,"name":"used"}',
    ])
  })
})

describe('what leaves before its day is over', () => {
  it('leaves with the next send, and the rest of the day does not', async () => {
    const telemetry = createTestTelemetry(contract)
    telemetry.record('served', { command: 'list' })
    telemetry.record('used', { command: 'build' })
    await telemetry.flush()
    expect(telemetry.batches.flatMap(({ events }) => events.map(({ name }) => name))).toEqual(['served'])
    telemetry.clock.advance(DAY)
    await telemetry.flush()
    expect(telemetry.batches.flatMap(({ events }) => events.map(({ name }) => name))).toEqual(['served', 'used'])
  })
})
