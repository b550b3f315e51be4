import { choice, count, defineContract, duration, hash, id, measure, event, rollup } from '@plainsight/contract'
import { normalContract, type NormalContract } from '@plainsight/contract/judge'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { askQuestion, QUESTIONS } from './ask-question.ts'
import { contractMenu } from './contract-menu.ts'
import type { Asked, Plan, Refusal } from './question.ts'

const said = { what: 'Something happened', why: 'A test needs it', readBy: ['chart:tests'] } as const
const setting = { today: '2026-11-20', k: 5 }

function contract(presence: { by?: 'os' } | false = {}): NormalContract {
  return normalContract(
    defineContract({
      name: 'acme-x',
      version: '1.0.0',
      title: 'Acme',
      description: 'For tests',
      owners: ['@acme/dx'],
      consent: { preset: 'opt-in' },
      sources: ['cli'],
      context: ['os'],
      presence,
      fields: {
        command: choice(['init', 'build'], 'Which command ran'),
        duration: duration('How long it took', { unit: 'ms' }),
        size: count('How many files'),
        change: measure('How much it grew', { unit: '%', min: -100, max: 100 }),
        run: id('run', 'One run'),
        repository: hash('project', 'The repository'),
      },
      events: {
        'command.completed': rollup({ ...said, by: ['command'], measure: ['duration'] }),
        'project.indexed': event({
          ...said,
          context: ['os', 'productVersion'],
          identity: 'month',
          fields: {
            size: 'required',
            change: 'optional',
            run: 'optional',
            repository: 'optional',
            command: 'optional',
          },
        }),
      },
    }),
  )
}

function ask(question: string, asked: Asked, on: NormalContract = contract()): Plan | Refusal {
  return askQuestion(on, question, asked, setting)
}

function refusal(question: string, asked: Asked, on?: NormalContract): string {
  const answer = ask(question, asked, on)
  return answer.kind === 'refused' ? `${answer.reason}: ${answer.message}` : 'planned'
}

describe('what is refused, and why', () => {
  it.each([
    ['nonsense', {}, /^unknown-question: .*active-machines/],
    ['breakdown', { by: 'command' }, /^bad-parameter: .*command\.completed/],
    ['breakdown', { event: 'command.started', by: 'command' }, /^undeclared-event: .*"command\.started"/],
    ['breakdown', { event: 'command.completed' }, /^bad-parameter: .*command, os, source/],
    ['breakdown', { event: 'command.completed', by: 'size' }, /^undeclared-field: .*command, os, source/],
    ['breakdown', { event: 'project.indexed', by: 'size' }, /^not-answerable: .*number/],
    ['breakdown', { event: 'project.indexed', by: 'run' }, /^not-answerable: .*list machines/],
    ['breakdown', { event: 'project.indexed', by: 'repository' }, /^not-answerable: .*list machines/],
    ['breakdown', { event: 'command.completed', by: 'os', where: ['command'] }, /^bad-parameter: .*FIELD=VALUE/],
    [
      'breakdown',
      { event: 'command.completed', by: 'os', where: ['command=publish'] },
      /^bad-parameter: "publish" is no value of "command"/,
    ],
    [
      'breakdown',
      { event: 'command.completed', by: 'os', where: ['a=1', 'b=1', 'c=1', 'd=1'] },
      /^bad-parameter: .*at most 3/,
    ],
    ['breakdown', { event: '__proto__', by: 'os' }, /^undeclared-event/],
    ['breakdown', { event: 'command.completed', by: 'constructor' }, /^undeclared-field/],
    ['versions', { event: 'command.completed' }, /^not-answerable: .*productVersion/],
    ['durations', { event: 'command.completed', measure: 'size' }, /^undeclared-field: .*it measures duration/],
    ['durations', { event: 'project.indexed', measure: 'change' }, /^not-answerable: .*negative/],
    ['durations', {}, /^bad-parameter/],
    ['event-counts', { where: ['os=linux'] }, /^bad-parameter: .*needs an event/],
    ['event-counts', { event: 'command.completed', by: 'os' }, /^bad-parameter: .*breakdown/],
    ['active-machines', { by: 'os' }, /^bad-parameter/],
    ['active-machines', { where: ['os=linux'] }, /^not-answerable/],
    ['drift', { event: 'command.started' }, /^undeclared-event/],
    ['active-machines', { from: '2026-02-30' }, /^bad-parameter: "from"/],
    ['active-machines', { to: 'yesterday' }, /^bad-parameter: "to"/],
    ['active-machines', { from: '2026-11-19', to: '2026-11-18' }, /^bad-parameter: .*after/],
    ['active-machines', { from: '2025-01-01', to: '2026-11-18' }, /^bad-parameter: .*400 days/],
  ] as const)('%s %o', (question, asked, message) => {
    expect(refusal(question, asked)).toMatch(message)
  })

  it('active machines of a contract without presence', () => {
    expect(refusal('active-machines', {}, contract(false))).toMatch(/^not-answerable: .*presence/)
    expect(refusal('breakdown', { event: 'plainsight.presence', by: 'source' }, contract(false))).toMatch(
      /^not-answerable/,
    )
    expect(refusal('breakdown', { event: 'plainsight.presence', by: 'os' }, contract({}))).toMatch(/^undeclared-field/)
    expect(refusal('breakdown', { event: 'plainsight.presence', by: 'os' }, contract({ by: 'os' }))).toBe('planned')
  })
})

describe('the menu of a contract', () => {
  it('names what can be asked, so that no page has to guess', () => {
    const menu = contractMenu(contract(), 'digest')
    expect(menu).toMatchObject({ name: 'acme-x', digest: 'digest', presence: {} })
    const [counter, occurrence] = menu.events
    expect(counter).toMatchObject({ by: ['command'], fields: [], identity: 'none', retention: 90 })
    expect(counter?.splits.map(({ name, kind }) => [name, kind])).toEqual([
      ['command', 'choice'],
      ['os', 'choice'],
      ['source', 'source'],
    ])
    expect(counter?.measures).toEqual([{ name: 'duration', doc: 'How long it took', kind: 'duration', unit: 'ms' }])
    expect(occurrence?.measures.map(({ name }) => name)).toEqual(['size', 'change'])
    for (const event of menu.events)
      for (const { name } of event.splits) expect(ask('breakdown', { event: event.name, by: name }).kind).toBe('plan')
  })
})

describe('what is planned', () => {
  it('asks for the last 30 days where nothing is said, and says so', () => {
    expect(ask('active-machines', {})).toMatchObject({
      parameters: { from: '2026-10-22', to: '2026-11-20', by: 'day' },
    })
    expect(ask('breakdown', { event: 'command.completed', by: 'command', to: '2026-11-10' })).toMatchObject({
      parameters: { event: 'command.completed', by: 'command', from: '2026-10-12', to: '2026-11-10' },
    })
  })

  it('reads only rows that have not expired, each once', () => {
    const telling = { ...contract(), environment: ['os'] }
    for (const { name } of QUESTIONS) {
      const about = {
        event: undefined,
        ...(name === 'environment' ? { by: 'os' } : {}),
        ...(name === 'breakdown' ? { event: 'command.completed', by: 'os' } : {}),
        ...(name === 'durations' ? { event: 'command.completed' } : {}),
      }
      const plan = ask(name, about, telling)
      if (plan.kind === 'refused') throw new Error(plan.message)
      expect(plan.sql).toContain('expires > {today:Date}')
      expect(plan.params.today).toBe('2026-11-20')
      if (name !== 'freshness' && plan.sql.includes('FROM `events_acme_x`'))
        expect(plan.sql).toContain('FROM `events_acme_x` FINAL')
    }
  })

  it('reads the columns that the store says it uses', () => {
    const layout = {
      table: 'events_acme_x',
      context: new Map(),
      presence: new Map(),
      fields: new Map([['command', { column: 'f_command_2' }]]),
      measures: new Map([['duration', { sum: 'm_duration_sum', hist: 'm_duration_hist_2' }]]),
      errors: new Map(),
    }
    const plan = askQuestion(
      contract(),
      'durations',
      { event: 'command.completed', by: 'command' },
      { ...setting, layout },
    )
    expect(plan).toMatchObject({ sql: expect.stringMatching(/`f_command_2`.*`m_duration_hist_2`/) })
  })

  it('keeps everything that a caller says out of the statement', () => {
    const names = fc.constantFrom(...QUESTIONS.map(({ name }) => name), 'other')
    const hostile = fc.constantFrom(
      "'; DROP TABLE drift; --",
      '`',
      '{event:String}',
      '\\',
      'command.completed',
      'os',
      'command',
      'command=build',
      'os=linux',
      "os=' OR 1",
      '2026-11-19',
    )
    const text = fc.option(fc.oneof(hostile, fc.string()), { nil: undefined })
    const asked = fc.record({
      event: text,
      from: text,
      to: text,
      by: text,
      measure: text,
      where: fc.option(fc.array(fc.oneof(hostile, fc.string()), { maxLength: 4 }), { nil: undefined }),
    })
    fc.assert(
      fc.property(names, asked, (name, given) => {
        const plan = ask(name, given)
        if (plan.kind === 'refused') return
        // The store's own gate: one statement, plain ASCII, nothing that could start a comment; every place is bound.
        expect(plan.sql).toMatch(/^SELECT [\t\x20-\x7e]*$/)
        expect(plan.sql).not.toMatch(/;|--|\/\*|#|\\|DROP|OR 1/)
        const bound = [...plan.sql.matchAll(/\{(\w+):\w+\}/g)].map((match) => match[1])
        expect(new Set(Object.keys(plan.params))).toEqual(new Set(bound))
      }),
      { numRuns: 2_000 },
    )
  })
})
