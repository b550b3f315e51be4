import { describe, expect, it } from 'vitest'
import { compileContract } from '../compile-contract.ts'
import type { FieldSpec } from '../field-spec.ts'
import { FIELD_TYPES } from '../field-types.ts'
import { createScrubber } from '../scrub-text.ts'
import { settlementOf, settleValue } from '../settle-value.ts'
import { bucket } from './bucket.ts'
import { bytes } from './bytes.ts'
import { choice } from './choice.ts'
import { campaign } from './campaign.ts'
import { choices } from './choices.ts'
import { count } from './count.ts'
import { day } from './day.ts'
import { domain } from './domain.ts'
import { duration } from './duration.ts'
import { errorClass } from './error-class.ts'
import { flag } from './flag.ts'
import { hash } from './hash.ts'
import { hour } from './hour.ts'
import { id } from './id.ts'
import { known } from './known.ts'
import { measure } from './measure.ts'
import { money } from './money.ts'
import { route } from './route.ts'
import { score } from './score.ts'
import { slug } from './slug.ts'
import { tally } from './tally.ts'
import { text } from './text.ts'
import { version } from './version.ts'

// What must never leave a machine, pushed through every type: none of it comes out, as itself or as a part.

const CANARIES: readonly (string | number)[] = [
  '/home/anna.kowalska/clients/zephyrbank/src/index.ts',
  String.raw`C:\Users\anna.kowalska\Documents\zephyrbank`,
  'anna.kowalska',
  'kowalska-macbook-pro.local',
  'ghp_16C7e42F292c6912E7710c838347Ae178B4a',
  'sk-ant-api03-Zephyr0123456789abcdef',
  'https://github.com/zephyrbank/secret-ledger.git',
  'git@github.com:zephyrbank/secret-ledger.git',
  'anna.kowalska@zephyrbank.example',
  'zephyrbank-llama-7b-finetuned-v3',
  'ft:gpt-4o-mini-2024-07-18:zephyrbank:ledger:9AbCdEfG',
  'postgres://anna:hunter2-zephyr@db.zephyrbank.internal:5432/ledger',
  'ZephyrLedgerAuthenticationError',
  'E_ZEPHYR_LEDGER',
  "ENOENT: no such file, open '/home/anna.kowalska/ledger.sqlite'",
  'https://jira.zephyrbank.internal/browse/LEDGER-1?user=anna.kowalska',
  'zephyrbank.example',
  'renewal_zephyrbank_kowalska',
  '3f2b8c1d-9a4e-0c7b-8e2f-1a2b3c4d5e6f',
  '7.4.1-zephyrbank.20261119',
  '+48 601 234 567',
  'DE89370400440532013000',
  '4539578763621486',
  4_539_578_763_621_486,
  48_601_234_567,
  20_261_119_134_527,
]

const FIELDS: { readonly [kind: string]: readonly FieldSpec[] } = {
  flag: [flag('x')],
  count: [count('x'), count('x', { max: 2 ** 45 })],
  measure: [measure('x', { max: 1e9, decimals: 3 })],
  duration: [duration('x')],
  money: [money('x', { currency: 'EUR', max: 1e9 })],
  bytes: [bytes('x', { max: 2 ** 50 })],
  score: [score('x', { max: 1e9 })],
  bucket: [bucket([10, 100], 'x')],
  choice: [choice(['build', 'test'], 'x')],
  choices: [choices(['build', 'test'], 'x'), choices({ known: 'driver' }, 'x')],
  tally: [tally(['build', 'test'], 'x', { upTo: 4_000_000_000 }), tally({ known: 'model' }, 'x')],
  version: [version('x'), version('x', { parts: 1 })],
  day: [day('x')],
  known: [known('model', 'x', { vendorFrom: 'f0' }), known('driver', 'x')],
  route: [route(['/', '/docs/*', '/users/:id'], 'x')],
  hour: [hour('x')],
  id: [id('org', 'x', { form: 'token', opaqueBecause: 'random' }), id('call', 'x'), id('run', 'x', { form: 'uuid' })],
  hash: [hash('project', 'x')],
  slug: [slug('x', { publicList: 'items' })],
  domain: [domain([], 'x'), domain(['docs.acme.example'], 'x')],
  campaign: [campaign({ atMost: 200 }, 'x'), campaign(['newsletter', 'launch'], 'x')],
  errorClass: [errorClass([], 'x'), errorClass(['AcmeError'], 'x')],
  text: [text('x'), text('x', { max: 2_000 })],
}

/** Forms in which one canary can be handed over. */
function formsOf(canary: string | number): readonly unknown[] {
  const text = String(canary)
  return [
    canary,
    text,
    text.toLowerCase(),
    Number(text.replaceAll(/\D/g, '')),
    [canary],
    [text, 'build'],
    { [text]: 1 },
    { build: canary },
    { [text]: Number(text.replaceAll(/\D/g, '')) },
    { toString: () => text, valueOf: () => text, toJSON: () => text },
  ]
}

/** What no pattern can know in a text: a client hands these over as secrets, out of its configuration and its surroundings. */
const scrub = createScrubber({
  secrets: [
    'anna',
    'kowalska',
    'anna.kowalska',
    'kowalska-macbook-pro',
    'zephyr',
    'zephyrbank',
    'zephyrbank-llama',
    'ZephyrLedger',
  ],
})
const ports = { hash: () => 'f'.repeat(32), scrub }

/** The catalogue and the labels that a collector lets pass. */
const lets = (_: unknown, word: string): boolean => ['hero', 'launch'].includes(word)

/** What everybody says: the name of a public model and of a public site, and the words of a system's message. */
const PUBLIC = ['gpt-4o-mini', 'github.com', 'enoent: no such file, open ']

/** Longest part that a canary and a text have in common, beside what is public. */
function commonPart(whole: string, text: string): string {
  const canary = PUBLIC.reduce((left, word) => left.replace(word, ' '), whole)
  let longest = ''
  for (let from = 0; from < canary.length; from++)
    for (let to = from + longest.length + 1; to <= canary.length && text.includes(canary.slice(from, to)); to++)
      longest = canary.slice(from, to)
  return longest
}

describe('a canary', () => {
  it('is pushed through every type', () => {
    expect(Object.keys(FIELDS).sort()).toEqual([...FIELD_TYPES.keys()].sort())
  })

  for (const [kind, fields] of Object.entries(FIELDS))
    it(`does not come out of the type ${kind}, as itself or as a part`, () => {
      for (const field of fields) {
        const { admit, judge } = {
          admit: FIELD_TYPES.get(kind)!.admit(field, ports, 'event'),
          judge: FIELD_TYPES.get(kind)!.judge(field),
        }
        for (const canary of CANARIES)
          for (const form of formsOf(canary)) {
            const admitted = admit(form, { reason: undefined })
            const kept = JSON.stringify(admitted === undefined ? undefined : settleValue(field, admitted, lets)) ?? ''
            const part = commonPart(String(canary).toLowerCase(), kept.toLowerCase().replaceAll(/0{3,}/g, ''))
            // Four letters or digits are in every word of a list and in every rounded number.
            expect([canary, form, part.length > 4 ? part : '']).toEqual([canary, form, ''])
            // Nor does a judge let it in from outside, in the forms a wire can have.
            const outside = judge(JSON.parse(JSON.stringify(form)) as unknown)
            // But where only the client knows what is secret, or only the collector what is public.
            if (outside === undefined && kind !== 'text' && settlementOf(field) === undefined) {
              const wire = JSON.stringify(form).toLowerCase().replaceAll(/0{3,}/g, '')
              expect([kind, commonPart(String(canary).toLowerCase(), wire).length > 4]).toEqual([kind, false])
            }
          }
      }
    })

  it('does not come out of an event of any class, as a value, a reason, drift or the name of what is undeclared', () => {
    const fields = Object.values(FIELDS)
      .map((list) => list.at(-1)!)
      .filter((field) => settlementOf(field) === undefined)
    const names = fields.map(({ kind }) => kind)
    const contract = {
      name: 'acme',
      version: '1.0.0',
      title: 'Acme',
      description: 'x',
      owners: ['x'],
      consent: { preset: 'opt-in' as const },
      sources: ['cli'],
      presence: false as const,
      fields: Object.fromEntries(fields.map((field, i) => [`f${i}`, field])),
      events: Object.fromEntries(
        (['public', 'aggregate', 'opaque-identity', 'internal', 'sensitive', 'diagnostic'] as const).map(
          (privacy, i) => [
            `e${i}`,
            {
              kind: 'event' as const,
              what: 'x',
              why: 'x',
              readBy: ['chart:x'],
              privacy,
              fields: Object.fromEntries(names.map((_, i) => [`f${i}`, 'optional' as const])),
            },
          ],
        ),
      ),
    }
    const compiled = compileContract(contract, ports)
    for (const canary of CANARIES) {
      const given = Object.fromEntries([...names.map((_, i) => [`f${i}`, String(canary)]), [String(canary), canary]])
      for (const [name, { privacy }] of Object.entries(contract.events)) {
        const verdict = compiled.admit(name, given)
        expect([canary, verdict.kind]).toEqual([canary, 'kept'])
        const said = JSON.stringify([verdict, compiled.admit(String(canary), given)])
        expect([canary, privacy, commonPart(String(canary).toLowerCase(), said.toLowerCase()).length > 5]).toEqual([
          canary,
          privacy,
          false,
        ])
      }
    }
  })
})
