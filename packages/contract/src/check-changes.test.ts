import { describe, expect, it } from 'vitest'
import { acme } from '../fixtures/acme.ts'
import { checkLock, pathText } from './check.ts'
import type { Contract } from './contract-spec.ts'
import { defineContract, flag, include, rollup } from './index.ts'
import { lockText, makeLock } from './lock.ts'

// eslint-disable-next-line typescript/no-explicit-any
type Draft = any

const text = lockText(makeLock(acme, undefined, '2026-11-19'))

function found(version: string, change: (draft: Draft) => void): readonly string[] {
  const draft: Draft = structuredClone(acme)
  draft.version = version
  change(draft)
  return checkLock(text, draft as Contract).map(({ rule, path }) => `${rule} ${pathText(path)}`)
}

const review = (what: string): object => ({ what, who: '@acme/privacy', when: '2026-11-20', why: 'It is right.' })
const longer = (draft: Draft): void => {
  draft.events['tool.called'].retention = 400
  draft.events['tool.called'].widened = draft.version
}

describe('a contract that changed since its lock', () => {
  it('has only to be generated when it says so itself', () => {
    const reviewed = (draft: Draft): void => {
      longer(draft)
      draft.reviews = [review('events["tool.called"].retention')]
    }
    expect(found('1.3.0', reviewed)).toEqual(['lock-stale the contract'])
    expect(found('1.3.0', (draft) => (draft.description = 'Other.'))).toEqual(['lock-stale the contract'])
    expect(found('1.2.1', (draft) => (draft.fields.cached.since = '1.2.0'))).toEqual(['lock-stale the contract'])
  })

  it('moves its version as far as its changes ask', () => {
    expect(found('1.2.1', (draft) => (draft.description = 'Other.'))).toEqual(['version-too-small version'])
    expect(found('1.3.0', (draft) => draft.events['command.completed'].measure.pop())).toEqual([
      'version-too-small version',
    ])
    expect(found('2.0.0', (draft) => draft.events['command.completed'].measure.pop())).toEqual([
      'lock-stale the contract',
    ])
  })

  it('names who looked at what widens', () => {
    expect(found('1.3.0', longer)).toEqual(['review-missing events["tool.called"].retention'])
  })

  it('marks what is new', () => {
    const fresh = { kind: 'flag', doc: 'Whether it was new', transient: true }
    const added = (since: object) => (draft: Draft) => {
      draft.fields.fresh = { ...fresh, ...since }
      draft.events['tool.failed'] = {
        ...draft.events['tool.called'],
        identity: 'none',
        by: { fresh: 'required' },
        ...since,
      }
    }
    expect(found('1.3.0', added({}))).toEqual(['since-missing fields.fresh', 'since-missing events["tool.failed"]'])
    expect(found('1.3.0', added({ since: '1.2.0' }))).toHaveLength(2)
    expect(found('1.3.0', added({ since: '1.3.0' }))).toEqual(['lock-stale the contract'])
  })

  it('marks what widened, also where it follows the contract', () => {
    const more = (draft: Draft): void => {
      draft.context.push('agent')
      draft.reviews = [review('context.agent')]
    }
    expect(found('1.3.0', more)).toEqual(
      ['command.completed', 'program.failed', 'project.indexed', 'tool.called'].map(
        (name) => `widened-missing events["${name}"]`,
      ),
    )
    const unmarked = (draft: Draft): void => {
      draft.fields.files.edges.push(100_000)
      draft.reviews = [review('fields.files.edges')]
    }
    expect(found('2.0.0', unmarked)).toEqual(['widened-missing fields.files'])
    expect(
      found('2.0.0', (draft) => {
        unmarked(draft)
        draft.fields.files.widened = '1.2.0'
      }),
    ).toEqual(['widened-missing fields.files'])
  })

  it('says with the mend what to write', () => {
    const draft: Draft = structuredClone(acme)
    draft.version = '1.2.1'
    draft.events['tool.called'].retention = 400
    const mends = checkLock(text, draft as Contract).map(({ mend }) => mend)
    expect(mends).toEqual([
      'Write version 1.3.0, or take the change back.',
      'Take it back, or add to `reviews`: { what: "events[\\"tool.called\\"].retention", who, when, why }.',
      "Give it `widened: '1.2.1'`.",
    ])
  })

  it('marks the contract as a whole where no event could say that it says more', () => {
    const elsewhere = (widened?: string) => (draft: Draft) => {
      draft.destinations = [...draft.destinations, { name: 'theirs', host: 'their.example', kind: 'plainsight' }]
      draft.reviews = [review('destinations["their.example"]')]
      if (widened !== undefined) draft.widened = widened
    }
    expect(found('1.3.0', elsewhere())).toEqual(['widened-missing the contract'])
    expect(found('1.3.0', elsewhere('1.2.0'))).toEqual(['widened-missing the contract'])
    expect(found('1.3.0', elsewhere('1.3.0'))).toEqual(['lock-stale the contract'])
  })

  it('asks for no mark of the whole where events or the store say it', () => {
    const longer = (draft: Draft): void => {
      draft.retention = { raw: 200 }
      draft.reviews = [review('retention.raw')]
    }
    expect(found('1.3.0', longer)).not.toContain('widened-missing the contract')
  })

  it('says of what a library declares where its marks belong', () => {
    const orm = defineContract({
      ...acme,
      name: 'orm',
      fields: { slow: flag('Whether it was slow', { transient: true }) },
      events: { queried: rollup({ what: 'a', why: 'b', readBy: ['chart:c'], by: ['slow'] }) },
    } as Contract)
    const including = (options: object): readonly string[] => {
      const draft: Draft = { ...structuredClone(acme), version: '1.3.0' }
      const included = include(orm, { prefix: 'orm', ...options })
      draft.includes = [included]
      Object.assign(draft.fields, included.fields)
      Object.assign(draft.events, included.events)
      return checkLock(text, draft as Contract)
        .filter(({ rule }) => rule === 'since-missing')
        .map(({ mend }) => mend)
    }
    expect(including({})).toEqual([
      "Add to the `include(…)` of orm: marks: { 'ormSlow': { since: '1.3.0' } }, or `since` for all of it.",
      "Add to the `include(…)` of orm: marks: { 'orm.queried': { since: '1.3.0' } }, or `since` for all of it.",
    ])
    expect(including({ since: '1.3.0' })).toEqual([])
  })
})
