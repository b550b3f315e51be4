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
  type Contract,
} from '@plainsight/contract'
import { acme } from '../../contract/fixtures/acme.ts'
import { pathText } from '@plainsight/contract/check'
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

describe('the user page about what ties reports together', () => {
  const pageOf = (contract: Contract): string =>
    generateUserPage({ lock: makeLock(contract, undefined, '2026-11-19'), accepted: [] })
  const follows = (page: string): string => page.slice(page.indexOf('## Follows you')).split('\n## ')[0]!

  it('lists every id and hash with how long it lasts, where it stands and why', () => {
    const page = follows(pageOf(acme))
    expect(page).toMatch(/an id of this machine \| one calendar month \| `tool\.called` \| To count machines/)
    expect(page).toMatch(
      /an id of this machine \| one calendar month \| `project\.indexed` \| To count projects and organisations/,
    )
    expect(page).toMatch(/`project`: Which project.*keyed hash \| one calendar month \| `project\.indexed`/)
    expect(page).toMatch(/`org`: The organisation.*\| as long as the product sets the same one/)
  })

  it('says that events of one link share an id', () => {
    const said = {
      what: 'It happened',
      why: 'A test',
      readBy: ['chart:test'],
      identity: 'week',
      link: 'start',
    } as const
    const linked = defineContract({
      ...base,
      consent: { preset: 'opt-in' },
      fields: {},
      events: { 'a.first': event({ ...said, fields: {} }), 'a.then': event({ ...said, fields: {} }) },
    } as Contract)
    expect(follows(pageOf(linked))).toMatch(
      /one week \| `a\.first`, `a\.then`; they share it, so they can be put together/,
    )
  })

  it('says so where nothing does', () => {
    const { 'command.completed': completed } = acme.events
    const page = follows(pageOf({ ...acme, events: { 'command.completed': completed } }))
    expect(page).toContain('Nothing. No report carries an id')
    expect(page).not.toContain('|')
  })
})

describe('the user page about what each report is', () => {
  const marked = defineContract({
    ...base,
    domain: 'tooling',
    tags: ['build'],
    stability: 'experimental',
    consent: { preset: 'opt-in' },
    fields: {
      name: choice(['a', 'b'], 'Which', { deprecated: 'Use `label`' }),
      mail: choice(['c'], 'A personal one', { pii: true }),
    },
    events: {
      'a.seen': event({
        what: 'It was seen',
        why: 'A test',
        readBy: ['question:Do people see it? by 2027-06-30'],
        privacy: 'sensitive',
        stability: 'deprecated',
        deprecated: 'Use a.found',
        tags: ['eyes'],
        signal: 'adoption',
        sources: ['mcp'],
        acceptFrom: 'service',
        fields: { name: 'required' },
      }),
      'a.found': event({ what: 'It was found', why: 'A test', readBy: ['chart:x'], fields: { mail: 'optional' } }),
    },
  } as Contract)
  const page = generateUserPage({ lock: makeLock(marked, undefined, '2026-11-19'), accepted: [] })
  const part = page.slice(page.indexOf('(`a.seen`)')).split('\n### ')[0]!

  it('shows class, stability, tags, source and who may send it', () => {
    expect(part).toContain('- **Class:** `sensitive`: every value is masked')
    expect(part).toContain('- **Stability:** deprecated: it is on its way out.')
    expect(part).toContain('- **Going away:** Use a.found.')
    expect(part).toContain('- **Filed under:** `adoption`, `eyes`')
    expect(part).toContain('- **Comes from:** `mcp` only.')
    expect(part).toContain("- **Taken from:** the makers' own services only")
    expect(part).toContain('the question "Do people see it?", to be answered by 2027-06-30')
    expect(page).toContain('| Filed under | `tooling`, `build` |')
    expect(page).toContain('1.2.0 (experimental)')
    expect(part).not.toContain('**Sampled:**')
    expect(generateUserPage({ lock: makeLock(acme, undefined, '2026-11-19'), accepted: [] })).toContain(
      'about 25 of 100 machines are recorded; the rest record nothing. Some are recorded in any case, for what they say of `duration`.',
    )
  })

  it('says of a field on its way out what to look at instead, and of rows that nothing outlives them', () => {
    expect(part).toContain('| `name` | Which (going away: Use `label`) |')
    expect(page).toContain('Nothing that is made of them is kept for longer.')
    expect(page).not.toMatch(/daily sums|archive/)
  })

  it('shows what is masked as masked, whatever its field would say', () => {
    expect(part).toMatch(/\| `name` \| Which \(.*\) \| the word \[redacted\]/)
    expect(page).toMatch(/\| `mail` \| A personal one \| the word \[redacted\]/)
    expect(part).not.toContain('one of `a`')
  })
})

describe('the user page about changes', () => {
  const { 'command.completed': completed, 'tool.called': called } = acme.events
  const first = makeLock(
    { ...acme, version: '1.1.0', accepts: [], events: { 'command.completed': completed } } as Contract,
    undefined,
    '2026-10-01',
  )
  const now = {
    ...acme,
    accepts: ['1.1.0'],
    retention: { raw: 30 },
    events: { 'command.completed': completed, 'tool.called': { ...called, since: '1.2.0' } },
    reviews: [
      { what: pathText(['events', 'tool.called']), who: 'Ada', when: '2026-11-18', why: 'Which tools to keep | <b>' },
      { rule: 'bits-stable', where: 'events.tool.called', who: 'Bob', when: '2026-11-19', why: 'Few machines' },
    ],
  } as Contract
  const second = makeLock(now, first, '2026-11-19')
  const page = generateUserPage({ lock: second, accepted: [first] })
  const changes = page.slice(page.indexOf('## What changed'))

  it('tells what more is reported, and who looked at it, before what changed beside that', () => {
    expect(changes).toContain('### From 1.1.0 to 1.2.0')
    expect(changes).toMatch(
      /\*\*More is reported than before, or for longer:\*\*\n\n- .*`tool\.called`.* Looked at by Ada on 2026-11-18/,
    )
    expect(changes.indexOf('More is reported')).toBeLessThan(changes.indexOf('Beside that:'))
    expect(changes).toContain('\\<b\\>')
  })

  it('names who answers for what widens and for rules that were let pass', () => {
    expect(changes).toMatch(/\| events.*tool\.called.* \| Ada \| 2026-11-18 \|/)
    expect(changes).toContain('| `bits-stable` | `events.tool.called` | Bob | 2026-11-19 | Few machines |')
  })

  it('says where nothing more is reported, and of which versions it cannot tell', () => {
    const third = makeLock(
      { ...now, version: '1.3.0', accepts: ['1.2.0'], description: 'Builds all things.', reviews: [] } as Contract,
      second,
      '2026-11-20',
    )
    const later = generateUserPage({ lock: third, accepted: [second] })
    expect(later).toMatch(
      /### From 1\.2\.0 to 1\.3\.0\n\nNothing more is reported, of nobody more, and for no longer\./,
    )
    expect(later).toContain('What changed with 1.1.0 is not told here')
    expect(later).not.toContain('### From 1.1.0')
  })

  it('is the same whatever the order of the locks', () => {
    const third = makeLock({ ...now, version: '1.3.0', accepts: ['1.1.0', '1.2.0'] } as Contract, second, '2026-11-20')
    const told = generateUserPage({ lock: third, accepted: [second, first] })
    expect(generateUserPage({ lock: third, accepted: [first, second] })).toBe(told)
    expect(told.indexOf('### From 1.2.0 to 1.3.0')).toBeLessThan(told.indexOf('### From 1.1.0 to 1.2.0'))
  })
})

it('says which values are told alone', () => {
  const contract = defineContract({
    ...base,
    consent: { preset: 'opt-in' },
    environment: ['os', 'ci'],
    fields: {},
    events: {},
  })
  const page = generateUserPage({ lock: makeLock(contract, undefined, '2026-11-19'), accepted: [] })
  expect(page).toContain('There are 2 kinds of reports')
  expect(page).toContain('### What the program runs on (`plainsight.environment`)')
  expect(page).toMatch(/\| `ci` +\| Whether it ran in continuous integration/)
})
