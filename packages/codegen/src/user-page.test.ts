import {
  bucket,
  choice,
  count,
  defineContract,
  duration,
  errors,
  event,
  flag,
  hash,
  id,
  include,
  rollup,
} from '@plainsight/contract'
import { makeLock, type Lock } from '@plainsight/contract/lock'
import { fieldType } from '@plainsight/contract/judge'
import { describe, expect, it } from 'vitest'
import { generate, generateUserPage } from './index.ts'

const base = {
  name: 'acme-tool',
  version: '1.2.0',
  title: 'Acme tool',
  description: 'Builds things.',
  owners: ['@acme/dx'],
  destinations: [{ name: 'our collector', host: 'telemetry.acme.example', kind: 'plainsight' }],
  sources: ['cli', 'mcp'],
  context: ['os'],
} as const

const fields = {
  command: choice(['build'], 'Which command | ran'),
  ok: flag('Whether it worked'),
  took: duration('How long it took'),
  size: bucket([10, 100], 'How large the project is'),
  exactly: count('How many modules', { max: 500, exact: 'a budget is set by it' }),
  secret: hash('project', 'Which project'),
  org: id('org', 'The organisation that pays'),
}

function lockOf(preset: 'opt-in' | 'notice' | 'audience-fr' | 'local' = 'opt-in'): Lock {
  const contract = defineContract({
    ...base,
    consent: { preset },
    fields,
    events: {
      'command.completed': rollup({
        what: 'A command | ended',
        why: 'Which commands work',
        readBy: ['chart:commands', 'report:weekly'],
        by: { command: { only: ['build'] }, ok: 'required' },
        measure: ['took'],
        sampling: { rate: 0.25 },
        retention: 12,
      }),
      'project.indexed': event({
        what: 'A project was indexed',
        why: 'Size classes to tune for',
        readBy: ['chart:sizes'],
        fields: { size: 'required', exactly: 'optional', secret: 'optional', org: 'optional' },
        identity: 'install',
        identityReason: 'Organisations ask for their own figures',
        context: [],
      }),
    },
  })
  const first = makeLock(defineContract({ ...contract, version: '1.1.0' }), undefined, '2026-10-01')
  return makeLock(contract, first, '2026-11-19')
}

describe('the user page', () => {
  const lock = lockOf()
  const page = generateUserPage({ lock, accepted: [] })

  it('names every event with its reason, readers and retention', () => {
    for (const [name, { why, what, retention }] of Object.entries(lock.contract.events)) {
      const part = page.slice(page.indexOf(`(\`${name}\`)`)).split('\n### ')[0]!
      expect(page).toContain(`### ${what} (\`${name}\`)`)
      expect(part).toContain(why)
      expect(part).toContain(`each row for ${retention} days`)
    }
    expect(page).toContain('the chart "commands", the report "weekly"')
  })

  it('says of every value what it means and what can be sent, in the words of its type', () => {
    const rows = page.split('\n').filter((line) => line.startsWith('| `'))
    const rowOf = (name: string): string | undefined => rows.find((line) => line.startsWith(`| \`${name}\``))
    for (const [name, field] of Object.entries(fields)) expect(rowOf(name)).toContain(barred(field.doc))
    // The command is narrowed where it is used, so its row says less than its type would.
    for (const [name, field] of Object.entries(fields).filter(([name]) => name !== 'command'))
      expect(rowOf(name)).toContain(barred(fieldType(field).sentence(field)))
    expect(rowOf('command')).toContain('| one of `build`; anything else')
    expect(rowOf('exactly')).toContain('a budget is set by it')
    expect(rowOf('os')).toMatch(/\(goes with it\).*`linux`/)
  })

  it('says what ties reports together, and does not call that anonymous', () => {
    expect(page).toContain('pseudonymous id that stays the same as long as the program is installed')
    expect(page).toContain('Organisations ask for their own figures')
    expect(page).toContain('## Follows you')
    expect(page).toMatch(/command\.completed[\s\S]*It carries no id/)
    expect(page).not.toMatch(/anonymous|cannot be seen/i)
  })

  it('gives every way to turn it off and to see it, with the product’s own names', () => {
    for (const way of [
      'DO_NOT_TRACK=1',
      'ACME_TOOL_TELEMETRY=0',
      'ACME_TOOL_TELEMETRY_DISABLED=1',
      '--no-telemetry',
      '/etc/acme-tool/telemetry.json',
      'acme-tool telemetry off',
      '.acme-tool/telemetry.json',
      'acme-tool telemetry show',
      'acme-tool telemetry log',
      'ACME_TOOL_TELEMETRY_DEBUG=1',
      'ACME_TOOL_TELEMETRY_ENDPOINT',
    ])
      expect(page).toContain(way)
    expect(page).toContain('setting of the editor')
    expect(page).toContain('`telemetry.acme.example`')
  })

  it('carries the digest, and the versions newest first', () => {
    expect(page).toContain(`| Digest | \`${lock.digest}\` |`)
    expect(page.indexOf('| 1.2.0 | 2026-11-19 |')).toBeGreaterThan(0)
    expect(page.indexOf('| 1.2.0 | 2026-11-19 |')).toBeLessThan(page.indexOf('| 1.1.0 | 2026-10-01 |'))
  })

  it('says before what nothing is kept, for each basis of consent', () => {
    expect(page).toContain('until you have said yes')
    for (const preset of ['notice', 'audience-fr'] as const)
      expect(generateUserPage({ lock: lockOf(preset), accepted: [] })).toContain('at least 24 hours')
    const local = generateUserPage({ lock: lockOf('local'), accepted: [] })
    expect(local).toContain('Nothing is sent.')
    expect(local).not.toContain('telemetry on`')
  })

  it('is the same for the same lock, and keeps its tables whole', () => {
    expect(generateUserPage({ lock: JSON.parse(JSON.stringify(lock)) as Lock, accepted: [] })).toBe(page)
    const tables = page.split(/\n(?!\|)/).map((part) => part.split('\n').filter((line) => line.startsWith('|')))
    const widths = tables.map((lines) => new Set(lines.map((line) => line.replaceAll('\\|', '').split('|').length)))
    expect(widths.every(({ size }) => size < 2)).toBe(true)
    expect(widths.filter(({ size }) => size === 1).length).toBeGreaterThan(5)
    expect(page.endsWith('\n')).toBe(true)
    expect(page).not.toContain('undefined')
  })

  it('is what generate gives, under its name', () => {
    expect(generate(lock)).toEqual([{ output: 'page', path: 'TELEMETRY.md', text: page }])
  })
})

function barred(text: string): string {
  return text.replaceAll('|', '\\|')
}

it('says which reports are those of a library, and that the choice for the program goes for them', () => {
  const said = { what: 'A query ended', why: 'Which are slow', readBy: ['chart:queries'] } as const
  const library = { ...base, name: 'orm', version: '2.1.0', consent: { preset: 'notice' }, fields: {} } as const
  const orm = defineContract({ ...library, events: { queried: rollup({ ...said, by: [] }) } })
  const app = defineContract({
    ...base,
    consent: { preset: 'opt-in' },
    includes: [include(orm, { prefix: 'orm' })],
    fields: {},
    events: {},
  })
  const page = generateUserPage({ lock: makeLock(app, undefined, '2026-11-19'), accepted: [] })
  expect(page).toContain('begins with `orm.` are of the library orm 2.1.0')
  expect(page).toContain('### A query ended (`orm.queried`)')
})

describe('the user page of a contract with error reports', () => {
  it('says what a report can name, that its message stays, and that it has a choice of its own', () => {
    const failed = errors({
      what: 'The tool failed',
      why: 'What to mend first',
      readBy: ['report:errors'],
      codes: ['E_CONFIG'],
      packages: ['commander'],
    })
    const contract = { ...base, consent: { preset: 'opt-in' }, fields: {}, events: { 'tool.failed': failed } } as const
    const page = generateUserPage({ lock: makeLock(defineContract(contract), undefined, '2026-11-19'), accepted: [] })
    expect(page).toContain('Its message is never sent.')
    expect(page).toContain('a yes to the rest is none to this')
    expect(page).toMatch(/`code`.*`E_CONFIG`.*the word other/)
    expect(page).toMatch(/`frames`.*`commander` the name alone; everything else is the word foreign/)
    expect(page).not.toContain('`text`')
  })
})
