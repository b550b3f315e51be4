import {
  bucket,
  choice,
  count,
  defineContract,
  duration,
  errors,
  event,
  flag,
  id,
  rollup,
  type Contract,
} from '@plainsight/contract'
import { normalContract, normalEvent, type NormalContract } from '@plainsight/contract/judge'
import { addDays, dayOf } from './utc-day.ts'
import type { EventRow } from './block-rows.ts'

const said = { what: 'Something happened', why: 'A test needs it', readBy: ['chart:tests'] } as const

function contract(version: string, files: Contract['fields'][string], extra: Contract['fields'] = {}): NormalContract {
  return normalContract(
    defineContract({
      name: 'acme-x',
      version,
      title: 'Acme',
      description: 'A contract for tests',
      owners: ['@acme/dx'],
      consent: { preset: 'opt-in' },
      sources: ['cli'],
      context: ['os', 'productVersion'],
      presence: { by: 'os' },
      fields: {
        command: choice(['init', 'build'], 'Which command ran'),
        duration: duration('How long it took', { unit: 'ms', max: 3_600_000 }),
        ok: flag('Whether it worked'),
        org: id('org', 'The organisation'),
        files,
        ...extra,
      },
      events: {
        'command.completed': rollup({
          ...said,
          by: ['command', ...(Object.keys(extra) as never[])],
          measure: ['duration'],
        }),
        'project.indexed': event({
          ...said,
          identity: 'month',
          fields: { files: 'required', ok: 'optional', duration: 'optional', org: 'optional' },
        }),
      },
    } as Contract),
  )
}

/** The first version of the suite's contract. */
export const FIRST: NormalContract = contract('1.0.0', bucket([100, 1_000], 'Files in the project'))
/** The next: one more field. */
export const SECOND: NormalContract = contract('1.1.0', bucket([100, 1_000], 'Files in the project'), {
  kind: choice(['a', 'b'], 'A kind'),
})
/** A breaking one: `files` is a number now. */
export const THIRD: NormalContract = contract('2.0.0', count('Files in the project', { max: 1_000_000 }), {
  kind: choice(['a', 'b'], 'A kind'),
})

/** A later one that also reports errors, and context values alone. */
export const WITH_ERRORS: NormalContract = {
  ...SECOND,
  version: '1.2.0',
  environment: ['os', 'ci'],
  events: {
    ...SECOND.events,
    'program.failed': normalEvent(
      SECOND as unknown as Contract,
      'program.failed',
      errors({ ...said, codes: ['E_CONFIG'], packages: ['commander'], fields: { command: 'optional' } }),
    ),
  },
}

/** An error report of the suite's contract. */
export function errorRow(key: number, over: Partial<EventRow> = {}): EventRow {
  return {
    event: 'program.failed',
    version: '1.2.0',
    day: '2026-11-19',
    at: '2026-11-19T13',
    source: 'cli',
    actor: 'anonymous',
    context: { os: 'linux' },
    fields: { command: 'build' },
    error: {
      group: '0123456789abcdef',
      class: 'TypeError',
      code: 'E_CONFIG',
      handled: false,
      fatal: true,
      frames: ['0123456789ab:10:5', 'commander', 'foreign'],
      causes: ['SystemError EACCES 0123456789ab:1:1', 'Error -'],
    },
    key: key.toString(16).padStart(16, '0'),
    expires: addDays(TODAY, 30),
    ...over,
  }
}

/** Today, in UTC; rows that a suite writes are readable for some days from it. */
export const TODAY: string = dayOf(Date.now())

/** A counter's row of the suite's contract. */
export function counterRow(key: number, over: Partial<EventRow> = {}): EventRow {
  return {
    event: 'command.completed',
    version: '1.0.0',
    day: '2026-11-19',
    source: 'cli',
    actor: 'anonymous',
    context: { os: 'linux' },
    count: 6,
    fields: { command: 'build' },
    measures: { duration: { sum: 5_300, hist: { z: 1, '25': 2, '39': 3 } } },
    key: key.toString(16).padStart(16, '0'),
    expires: addDays(TODAY, 30),
    ...over,
  }
}

/** An occurrence of the suite's contract. */
export function occurrenceRow(key: number, over: Partial<EventRow> = {}): EventRow {
  return {
    event: 'project.indexed',
    version: '1.0.0',
    day: '2026-11-19',
    at: '2026-11-19T13',
    source: 'cli',
    actor: 'customer',
    context: { os: 'darwin' },
    id: 'fedcba9876543210ffffffffffffffff',
    ids: { org: 'opaque-org' },
    weight: 4,
    fields: { files: '100-1k', ok: true, duration: 1_200 },
    key: key.toString(16).padStart(16, '0'),
    expires: addDays(TODAY, 30),
    ...over,
  }
}
