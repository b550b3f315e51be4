import {
  bytes,
  campaign,
  choices,
  day,
  defineContract,
  domain,
  errorClass,
  event,
  hour,
  known,
  money,
  route,
  score,
  slug,
  tally,
  text,
  type Contract,
  type WireValue,
} from '@plainsight/contract'
import { normalContract, REDACTED, type NormalContract } from '@plainsight/contract/judge'

/** A field of each seldom type, a value as it stands on the wire, and what an absent one reads as. */
const SELDOM: { readonly [name: string]: readonly [Contract['fields'][string], WireValue, absent: unknown] } = {
  cost: [money('What it cost', { currency: 'EUR' }), 1_200, null],
  size: [bytes('How large it was'), 5_400_000_000, null],
  health: [score('How healthy it is', { min: -1, max: 1, decimals: 2 }), -25, null],
  targets: [choices(['claude', 'cursor'], 'Which were set up'), ['claude', 'other'], []],
  rules: [tally(['layout', 'contrast'], 'Which rules were broken'), { contrast: 5, layout: 1_200 }, {}],
  page: [route(['/users/:id'], 'Which page'), '/users/:id', null],
  model: [known('model', 'Which model'), 'openai-other', null],
  drivers: [tally({ known: 'driver' }, 'Which databases are connected'), { mysql: 2, other: 1 }, {}],
  item: [slug('Which item of the catalogue', { publicList: 'items' }), '@official/hero', null],
  referrer: [domain(['acme.example'], 'Where somebody came from'), 'github.com', null],
  campaign: [campaign({ atMost: 200 }, 'Which campaign'), 'Spring launch 2026', null],
  failure: [errorClass(['AcmeError'], 'What kind of error'), 'ENOENT', null],
  note: [text('What it said'), 'früher [masked]\nnot found', null],
  user: [known('driver', 'Which database, masked', { pii: true }), REDACTED, null],
  made: [day('When it was made', { transient: true }), '2026-11-19', null],
  started: [hour('When it was started', { transient: true }), '2026-11-19T13', null],
}

/** A contract with a field of every seldom type. */
export const SELDOM_TYPES: NormalContract = normalContract(
  defineContract({
    name: 'acme-y',
    version: '1.0.0',
    title: 'Acme',
    description: 'A contract for tests',
    owners: ['@acme/dx'],
    consent: { preset: 'opt-in' },
    sources: ['cli'],
    presence: false,
    fields: Object.fromEntries(Object.entries(SELDOM).map(([name, [field]]) => [name, field])),
    events: {
      seen: event({
        what: 'Something happened',
        why: 'A test needs it',
        readBy: ['chart:tests'],
        fields: Object.fromEntries(Object.keys(SELDOM).map((name) => [name, 'optional' as const])),
      }),
    },
  } as Contract),
)

/** A value for each of its fields. */
export const SELDOM_VALUES: { readonly [name: string]: WireValue } = Object.fromEntries(
  Object.entries(SELDOM).map(([name, [, value]]) => [name, value]),
)

/** What a row says where it has none of them. */
export const SELDOM_ABSENT: { readonly [name: string]: unknown } = Object.fromEntries(
  Object.entries(SELDOM).map(([name, [, , absent]]) => [name, absent]),
)
