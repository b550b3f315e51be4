import { choice, defineContract, errors, rollup } from '@plainsight/contract'
import { fileKey } from '@plainsight/contract/errors'
import { compileContract } from '@plainsight/contract/judge'
import { describe, expect, it } from 'vitest'
import { createTestTelemetry, type TestOptions, type TestTelemetry } from '../testing.ts'

const contract = defineContract({
  name: 'acme',
  version: '1.0.0',
  title: 'A',
  description: '',
  owners: [],
  consent: { preset: 'opt-in' },
  sources: ['cli'],
  presence: false,
  fields: { command: choice(['build', 'list'], 'x', { transient: true }) },
  events: {
    used: rollup({ what: '', why: '', readBy: ['x'], by: ['command'] }),
    failed: errors({
      what: 'It failed',
      why: 'To mend it',
      readBy: ['report:errors'],
      classes: ['ConfigError'],
      codes: ['E_CONFIG'],
      packages: ['commander', '@acme/core'],
      text: { max: 200 },
      deliver: 'now',
      fields: { command: 'optional' },
    }),
  },
})

const files = ['dist/chunk.js', 'dist/main.js']
const manifest = { format: 1, files } as const
const DAY = 86_400_000
const [MAIN, CHUNK] = ['dist/main.js', 'dist/chunk.js'].map(fileKey) as [string, string]

interface Report {
  readonly name: string
  readonly error: { readonly class: string; readonly code?: string; readonly frames?: readonly string[] }
  readonly causes?: readonly Report['error'][]
  readonly text?: string
  readonly fields: object
}

function make(options: TestOptions = {}, consent: 'on' | 'off' | 'none' = 'on'): TestTelemetry<typeof contract> {
  const telemetry = createTestTelemetry(contract, {
    errors: { manifest, root: '/opt/acme' },
    onError: (error) => {
      throw error
    },
    ...options,
  })
  if (consent !== 'none') telemetry.setConsent(consent, { channel: 'errors' })
  return telemetry
}

const reports = (telemetry: { readonly records: readonly unknown[] }): Report[] =>
  (telemetry.records as readonly Report[]).filter(({ name }) => name === 'failed')

/** An error with a stack of its own. */
function thrown(stack: string | undefined, more: object = {}, message = 'Cannot read /home/anna/secret.txt'): Error {
  const error = new Error(message)
  if (stack !== undefined) error.stack = `Error: ${message}\n${stack}`
  return Object.assign(error, more)
}

const STACK = [
  '    at load (/opt/acme/dist/main.js:10:5)',
  '    at async file:///opt/acme/dist/chunk.js:7:1',
  '    at Command.parse (/opt/acme/node_modules/commander/lib/command.js:1:2)',
  '    at Command.go (/opt/acme/node_modules/commander/lib/command.js:3:4)',
  '    at /opt/acme/node_modules/left-pad/index.js:1:1',
  '    at Module._compile (node:internal/modules/cjs/loader:1554:14)',
  '    at new Thing (/opt/acme/node_modules/@acme/core/index.js:9:9)',
].join('\n')

describe('an error report', () => {
  it('is its class, its code and the places in the product’s own files', () => {
    const telemetry = make()
    telemetry.reportError(thrown(STACK, { code: 'ENOENT' }), { fields: { command: 'build' } })
    expect(reports(telemetry)).toEqual([
      {
        name: 'failed',
        at: '2026-11-19T10',
        error: {
          class: 'Error',
          code: 'ENOENT',
          frames: [`${MAIN}:10:5`, `${CHUNK}:7:1`, 'commander', 'foreign', '@acme/core'],
          handled: true,
          fatal: false,
        },
        fields: { command: 'build' },
      },
    ])
  })

  it('is one that a collector keeps whole', () => {
    const telemetry = make()
    telemetry.reportError(thrown(STACK, { code: 'E_OTHER', cause: thrown(STACK) }), { handled: false })
    const compiled = compileContract(contract)
    const [report] = reports(telemetry)
    expect(
      compiled.judge(report, { source: 'cli', day: '2026-11-19', version: '1.0.0', service: false }),
    ).toMatchObject({ kind: 'kept', drift: [] })
  })

  it('needs a yes of its own', () => {
    for (const [consent, state, n] of [
      ['none', 'on', 0],
      ['off', 'on', 0],
      ['on', 'on', 1],
      ['on', 'undecided', 0],
      ['on', 'off', 0],
      ['none', 'local', 0],
    ] as const) {
      const telemetry = make({ consent: state }, consent)
      telemetry.reportError(thrown(STACK))
      expect(reports(telemetry), `${consent} ${state}`).toHaveLength(n)
    }
  })

  it('is told once a machine and week, however often it comes, and again in the next week', async () => {
    const telemetry = make()
    const told: number[] = []
    for (let day = 0; day < 14; day++) {
      for (let i = 0; i < 5; i++) telemetry.reportError(thrown(STACK, {}, `another message ${day} ${i}`))
      told.push(reports(telemetry).length)
      telemetry.clock.advance(DAY)
      await telemetry.flush()
    }
    // 19 November 2026 is a Thursday: that week, the next, and the one after it.
    expect(telemetry.batches.flatMap(({ events }) => events)).toHaveLength(3)
  })

  it('of one class is told ten times at most in a week, the rest is drift', async () => {
    const telemetry = make()
    for (let i = 1; i <= 40; i++) telemetry.reportError(thrown(`    at a (/opt/acme/dist/main.js:${i}:1)`))
    const type = Object.assign(new TypeError('x'), { stack: 'TypeError: x\n    at a (/opt/acme/dist/main.js:1:1)' })
    telemetry.reportError(type)
    expect(reports(telemetry).map(({ error }) => error.class)).toEqual([
      ...Array.from({ length: 10 }, () => 'Error'),
      'TypeError',
    ])
    telemetry.clock.advance(DAY)
    await telemetry.flush()
    expect(telemetry.sink.received.join()).toContain('["failed","class","over-limit"]')
  })

  it('is not made of what is expected', () => {
    for (const expected of [['ENOENT'], ['ConfigError'], (error: unknown) => error instanceof Error]) {
      const telemetry = make({ errors: { manifest, expected } })
      telemetry.reportError(thrown(STACK, { code: 'ENOENT', name: 'ConfigError' }))
      expect(reports(telemetry)).toEqual([])
    }
    const telemetry = make({
      errors: {
        expected() {
          throw new Error('of the host')
        },
      },
    })
    telemetry.reportError(thrown(STACK))
    expect(reports(telemetry)).toHaveLength(1)
  })

  it('names a class only when it is on a list, and never a message', () => {
    const classes = (error: unknown): string | undefined => {
      const telemetry = make()
      telemetry.reportError(error)
      expect(JSON.stringify(telemetry.records)).not.toContain('anna')
      return reports(telemetry)[0]?.error.class
    }
    class ConfigError extends Error {}
    class AnnaError extends Error {}
    expect(classes(new ConfigError('anna'))).toBe('ConfigError')
    expect(classes(Object.assign(new Error('anna'), { name: 'ConfigError' }))).toBe('ConfigError')
    expect(classes(new AnnaError('anna'))).toBe('Error')
    expect(classes(Object.assign(new AnnaError('anna'), { name: 'AnnaError' }))).toBe('other')
    expect(classes(Object.assign(new Error('anna'), { name: 'AnnaError' }))).toBe('Error')
    expect(classes(new DOMException('anna', 'AbortError'))).toBe('AbortError')
    expect(classes(new AggregateError([new TypeError('anna')], 'anna'))).toBe('AggregateError')
    for (const odd of ['anna', 7, null, undefined, Symbol('anna'), () => 'anna', { message: 'anna' }, ['anna']])
      expect(classes(odd)).toBe('other')
  })

  it('tells two causes, whatever goes round', () => {
    const telemetry = make()
    const first = thrown(STACK)
    const second = thrown(STACK, { cause: first, code: 'EIO' })
    Object.assign(first, { cause: second })
    telemetry.reportError(second)
    const [report] = reports(telemetry)
    expect(report?.causes?.map((cause) => cause.class)).toEqual(['Error'])
    const deep = make()
    deep.reportError(
      new Error('1', { cause: new TypeError('2', { cause: new RangeError('3', { cause: new Error('4') }) }) }),
    )
    expect(reports(deep)[0]?.causes?.map((cause) => cause.class)).toEqual(['TypeError', 'RangeError'])
  })

  it('of an event that a tenant has switched off, or a contract that has none, is nothing', () => {
    const off = make({ tenant: { disabledEvents: ['failed'] } })
    off.reportError(thrown(STACK))
    expect(reports(off)).toEqual([])
    const { failed: _, ...events } = contract.events
    const none = createTestTelemetry({ ...contract, events })
    ;(none.reportError as (error: unknown) => void)(thrown(STACK))
    expect(none.records).toEqual([])
  })

  it('leaves before its day is over when it is fatal, and not when it is not', async () => {
    const telemetry = make()
    telemetry.reportError(thrown(STACK), { fatal: true, handled: false })
    telemetry.reportError(thrown('    at a (/opt/acme/dist/main.js:99:1)'))
    await telemetry.flush()
    const left = telemetry.batches.flatMap(({ events }) => events as unknown as Report[])
    expect(left.map(({ error }) => error)).toMatchObject([{ fatal: true, handled: false }])
  })
})

describe('a stack', () => {
  const framesOf = (stack: unknown, root: string | undefined): readonly string[] => {
    const telemetry = make({ errors: root === undefined ? { manifest } : { manifest, root } })
    const error = new Error('m')
    Object.defineProperty(error, 'stack', { value: stack })
    telemetry.reportError(error)
    return reports(telemetry)[0]?.error.frames ?? []
  }
  it.each<[string, unknown, string | undefined, readonly string[]]>([
    ['of Windows', 'Error: m\n    at go (C:\\acme\\dist\\main.js:3:4)', 'c:\\acme', [`${MAIN}:3:4`]],
    ['of Windows as URLs', 'Error: m\n    at file:///C:/acme/dist/main.js:3:4', 'C:\\acme\\', [`${MAIN}:3:4`]],
    [
      'under a root that is a URL',
      'Error: m\n    at file:///opt/my%20acme/dist/main.js:3:4',
      'file:///opt/my%20acme/',
      [`${MAIN}:3:4`],
    ],
    [
      'with a query behind a file',
      'Error: m\n    at file:///opt/acme/dist/main.js?v=1:3:4',
      '/opt/acme',
      [`${MAIN}:3:4`],
    ],
    ['without a root', 'Error: m\n    at go (/anywhere/acme/dist/main.js:3:4)', undefined, [`${MAIN}:3:4`]],
    ['of another folder', 'Error: m\n    at go (/opt/acme2/dist/main.js:3:4)', '/opt/acme', ['foreign']],
    ['of a folder whose name is as long', 'Error: m\n    at go (/xyz/acme/dist/main.js:3:4)', '/opt/acme', ['foreign']],
    [
      'of a file that is not of the build',
      'Error: m\n    at go (/opt/acme/dist/other.js:3:4)',
      '/opt/acme',
      ['foreign'],
    ],
    ['that climbs', 'Error: m\n    at go (/opt/acme/../x/dist/main.js:3:4)', '/opt/acme', ['foreign']],
    [
      'of eval',
      'Error: m\n    at eval (eval at go (/opt/acme/dist/main.js:3:4), <anonymous>:1:1)',
      '/opt/acme',
      ['foreign'],
    ],
    [
      'of the engine',
      'Error: m\n    at Array.map (<anonymous>)\n    at native\n    at node:internal/x:1:2',
      '/opt/acme',
      ['foreign'],
    ],
    ['that is no text', 7, '/opt/acme', []],
    ['that is nothing', undefined, '/opt/acme', []],
    [
      'of call sites',
      [{ getFileName: () => '/opt/acme/dist/main.js', getLineNumber: () => 3, getColumnNumber: () => 4 }],
      '/opt/acme',
      [`${MAIN}:3:4`],
    ],
    [
      'of hostile call sites',
      [
        {
          getFileName: () => {
            throw new Error('x')
          },
        },
        null,
        7,
      ],
      '/opt/acme',
      ['foreign'],
    ],
    [
      'that is called alike deep in a package, without a root',
      'Error: m\n    at go (/x/node_modules/left-pad/lib/dist/main.js:3:4)\n    at go (/x/node_modules/@a/tool/dist/main.js:3:4)',
      undefined,
      ['foreign', `${MAIN}:3:4`],
    ],
    [
      'with places beyond all files',
      'Error: m\n    at /opt/acme/dist/main.js:99999999:1\n    at /opt/acme/dist/main.js:0:1',
      '/opt/acme',
      ['foreign'],
    ],
  ])('%s is read', (_, stack, root, expected) => {
    expect(framesOf(stack, root)).toEqual(expected)
  })

  it.each([
    ['long', 'Error', `m\n${'    at /opt/acme/dist/main.js:1:1\n'.repeat(3_000)}`],
    ['behind a long name', 'N'.repeat(300), 'm\n    at /opt/acme/dist/main.js:1:1'],
  ])('takes no line of a message for a frame that is %s', (_, name, message) => {
    const telemetry = make()
    const error = Object.assign(new Error(message), { name })
    error.stack = `${name}: ${message}\n    at /opt/acme/dist/chunk.js:2:2`
    telemetry.reportError(error)
    expect(reports(telemetry)[0]?.error.frames ?? []).toEqual(name === 'Error' ? [] : [`${CHUNK}:2:2`])
  })

  it('that cannot even be asked what it is leaves a report without frames', () => {
    const { proxy, revoke } = Proxy.revocable([], {})
    revoke()
    const telemetry = make()
    telemetry.reportError(Object.assign(new TypeError('m'), { stack: proxy }))
    expect(reports(telemetry).map(({ error }) => error)).toEqual([{ class: 'TypeError', handled: true, fatal: false }])
  })

  it('takes no line of the message for a frame', () => {
    const telemetry = make()
    const message = 'first\n    at fake (/opt/acme/dist/chunk.js:1:1)'
    const error = new Error(message)
    error.stack = `Error: ${message}\n    at real (/opt/acme/dist/main.js:2:2)`
    telemetry.reportError(error)
    expect(reports(telemetry)[0]?.error.frames).toEqual([`${MAIN}:2:2`])
  })

  it('of any size costs no more than its beginning', () => {
    const lines = Array.from({ length: 100_000 }, (_, i) => `    at a (/opt/acme/dist/main.js:${i + 1}:1)`)
    expect(framesOf(`Error: m\n${lines.join('\n')}`, '/opt/acme')).toHaveLength(16)
    expect(framesOf(`Error: m\n    at ${'('.repeat(1_000_000)}`, '/opt/acme')).toEqual(['foreign'])
    expect(framesOf(`Error: m\n    at x (${':'.repeat(60_000)})`, '/opt/acme')).toEqual(['foreign'])
  })

  it('that prepareStackTrace made is read as far as it can be', () => {
    const before = Error.prepareStackTrace
    try {
      Error.prepareStackTrace = (_, sites) => sites
      const telemetry = make()
      telemetry.reportError(new Error('m'))
      expect(reports(telemetry)[0]?.error.frames).toEqual(['foreign'])
      Error.prepareStackTrace = () => ({ anna: '/home/anna' }) as never
      const odd = make()
      odd.reportError(new TypeError('m'))
      expect(reports(odd)[0]?.error).toMatchObject({ class: 'TypeError' })
    } finally {
      Error.prepareStackTrace = before as typeof Error.prepareStackTrace
    }
  })
})

describe('hostile errors', () => {
  const trap = (): never => {
    throw new Error('trap')
  }
  const hostile: [string, unknown][] = [
    ['a proxy that throws', new Proxy(new Error('x'), { get: trap, getPrototypeOf: trap, has: trap, ownKeys: trap })],
    [
      'getters that throw',
      Object.defineProperties(new Error('x'), {
        stack: { get: trap },
        name: { get: trap },
        message: { get: trap },
        cause: { get: trap },
        code: { get: trap },
      }),
    ],
    [
      'a revoked proxy',
      (() => {
        const { proxy, revoke } = Proxy.revocable({}, {})
        revoke()
        return proxy
      })(),
    ],
    [
      'names that are objects',
      Object.assign(new Error('x'), { name: { toString: trap }, code: Symbol('c'), cause: 7 }),
    ],
    ['no prototype', Object.create(null)],
    ['a text of a million letters', 'x'.repeat(1_000_000)],
    ['a class called __proto__', Object.assign(new Error('x'), { name: '__proto__', code: 'constructor' })],
  ]
  it.each(hostile)('%s: nothing throws, and what is told is a report', (_, error) => {
    const telemetry = make()
    expect(() => telemetry.reportError(error)).not.toThrow()
    expect(reports(telemetry)).toHaveLength(1)
    expect(['Error', 'other']).toContain(reports(telemetry)[0]?.error.class)
  })

  it('with details that are none are reported all the same', () => {
    for (const details of [
      null,
      7,
      'x',
      { fields: 7 },
      { fields: { command: '/home/anna' } },
      { handled: 'no', fatal: 1 },
    ]) {
      const telemetry = make({ onError: () => {} })
      expect(() => telemetry.reportError(thrown(STACK), details as never)).not.toThrow()
      expect(JSON.stringify(telemetry.records)).not.toContain('anna')
    }
  })
})

/** With a question: done when it is answered. */
const asking = (
  telemetry: TestTelemetry<typeof contract>,
  error: unknown,
  ask: (text: string) => boolean | Promise<boolean>,
): Promise<void> => telemetry.reportError(error, { ask })

describe('a list of what is expected', () => {
  it('that is asked asynchronously expects nothing, and its failure is nobody’s', async () => {
    const unhandled: unknown[] = []
    const hear = (reason: unknown): void => void unhandled.push(reason)
    const before = process.listeners('unhandledRejection')
    process.removeAllListeners('unhandledRejection').on('unhandledRejection', hear)
    try {
      const telemetry = make({ errors: { expected: (() => Promise.reject(new Error('x'))) as never } })
      telemetry.reportError(thrown(STACK))
      expect(reports(telemetry)).toHaveLength(1)
      await new Promise((resolve) => setImmediate(resolve))
      expect(unhandled).toEqual([])
    } finally {
      process.off('unhandledRejection', hear)
      for (const listener of before) process.on('unhandledRejection', listener)
    }
  })
})

describe('the message', () => {
  it('goes only where the person was shown it, masked, and said yes to this one', async () => {
    const shown: string[] = []
    const telemetry = make({ errors: { manifest, root: '/opt/acme', secrets: ['correct-horse'] } })
    const ask = (text: string): boolean => {
      shown.push(text)
      return shown.length === 1
    }
    const message = 'Login of anna@example.com with correct-horse failed in /home/anna/work'
    await asking(telemetry, thrown(STACK, {}, message), ask)
    await asking(telemetry, thrown('    at a (/opt/acme/dist/main.js:1:1)', {}, message), ask)
    const told = reports(telemetry)
    expect(new Set(told.map(({ text }) => text))).toEqual(new Set([shown[0], undefined]))
    expect(shown[0]).toMatch(/^Login of \[masked\] with \[masked\] failed in \S*\[masked\]\S*$/)
    for (const secret of ['anna', 'correct-horse']) expect(JSON.stringify(told)).not.toContain(secret)
  })

  it('is masked by patterns and names of one’s own, and by what all texts are masked by', async () => {
    const shown: string[] = []
    const telemetry = make({
      mask: { secrets: ['zephyrbank'], names: ['seat'] },
      errors: { manifest, secrets: [undefined], patterns: [{ starts: 'zbl-', least: 8 }], names: ['licence'] },
    })
    const message = 'zephyrbank: zbl-purplewhale, licence="blue giraffes", seat="tall pelican" failed'
    await asking(telemetry, thrown(STACK, {}, message), (text) => shown.push(text) > 0)
    expect(shown[0]).toMatch(/\[masked\].* failed$/)
    const plain = make({ errors: { manifest } })
    await asking(plain, thrown(STACK, {}, message), (text) => shown.push(text) > 0)
    expect(shown[1]).toBe(message)
    for (const secret of ['zephyrbank', 'purplewhale', 'giraffes', 'pelican']) expect(shown[0]).not.toContain(secret)
  })

  it('stays where asking fails, and the report goes', async () => {
    for (const ask of [
      () => Promise.reject(new Error('no terminal')),
      () => {
        throw new Error('no terminal')
      },
      () => 'yes' as never,
      () => 1 as never,
    ]) {
      const telemetry = make({ onError: () => {} })
      await asking(telemetry, thrown(STACK), ask)
      expect(reports(telemetry).map(({ text }) => text)).toEqual([undefined])
    }
  })

  it('is not asked about again for the same error, nor while reports are off', async () => {
    let asked = 0
    const ask = (): boolean => ++asked > 0
    const telemetry = make()
    for (let i = 0; i < 3; i++) await asking(telemetry, thrown(STACK), ask)
    const off = make({}, 'off')
    await asking(off, thrown(STACK), ask)
    expect(asked).toBe(1)
  })

  it('goes nowhere when the person says off while they are asked', async () => {
    const telemetry = make()
    await asking(telemetry, thrown(STACK), () => {
      telemetry.setConsent('off', { channel: 'errors' })
      return true
    })
    expect(reports(telemetry)).toEqual([])
  })
})
