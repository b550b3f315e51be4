import { contractDigest } from '@plainsight/contract/canonical'
import { normalContract, type NormalContract } from '@plainsight/contract/judge'
import { lockText, makeLock } from '@plainsight/contract/lock'
import { choice, defineContract, duration, rollup } from '@plainsight/client/contract'
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { runPlainsight } from './testing/run-plainsight.ts'
import { sampleContract } from './testing/sample-contract.ts'

// eslint-disable-next-line typescript/no-explicit-any
type Draft = any

const sample = defineContract({
  name: 'sample',
  version: '1.0.0',
  title: 'Sample',
  description: 'A tool to test with.',
  owners: ['@sample/dx'],
  destinations: [{ name: 'our collector', host: 'telemetry.sample.example', kind: 'plainsight' }],
  consent: { preset: 'opt-in' },
  sources: ['cli'],
  context: ['os'],
  fields: {
    command: choice(['list', 'build'], 'Which command ran', { transient: true }),
    duration: duration('How long it took'),
  },
  events: {
    'command.completed': rollup({
      what: 'A command ended',
      why: 'Which commands work',
      readBy: ['chart:commands'],
      by: ['command'],
      measure: ['duration'],
    }),
  },
})

let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'plainsight-diff-'))
  return () => rmSync(folder, { recursive: true, force: true })
})

const put = (name: string, text: string): void => writeFileSync(join(folder, name), text)

/** The lock of the sample with something changed. */
function lock(change: (draft: Draft) => void = () => {}): string {
  const draft: Draft = structuredClone(sample)
  change(draft)
  return lockText(makeLock(draft, undefined, '2026-11-19'))
}

const review = {
  what: 'retention.raw',
  who: '@sample/privacy',
  when: '2026-11-20',
  why: 'Seasons show <only> in a year',
}
const longer = (draft: Draft): void => {
  draft.version = '1.1.0'
  draft.retention = { raw: 365 }
}

describe('plainsight diff', () => {
  it('is Markdown for a pull request, and fails while what says more is not reviewed', async () => {
    put('old.json', lock())
    put(
      'new.json',
      lock((draft) => {
        longer(draft)
        draft.fields.command.values.push('test')
        draft.events['command.completed'].measure = []
      }),
    )
    const ran = await runPlainsight(folder, ['diff', 'old.json', 'new.json'])
    expect(ran).toEqual({
      code: 1,
      err: '',
      out: `## sample 1.0.0 → 1.1.0

3 changes: 1 says more than people agreed to; 1 breaks what was built on it; 1 changes nothing for others. **1 is not reviewed.**

### Says more than people agreed to

- Rows are kept for 365 days instead of 90, where an event does not say otherwise. (\`retention.raw\`)
  **Not reviewed:** \`reviews\` names nobody for \`retention.raw\`.

### Breaks what was built on it

- \`command.completed\` no longer adds up \`duration\`. (\`events["command.completed"].measure.duration\`)

### Changes nothing for others

- \`command\` says more: \`test\`, before the word \`other\`. (\`fields.command.values\`)

**The version has to be 2.0.0 or later; it is 1.1.0.**
`,
    })
    expect((await runPlainsight(folder, ['diff', 'old.json', 'new.json'])).out).toBe(ran.out)
  })

  it('names who looked at it, ends well then, and makes no markup of what an author wrote', async () => {
    put('old.json', lock())
    put(
      'new.json',
      lock((draft) => {
        longer(draft)
        draft.reviews = [review]
      }),
    )
    const { code, out } = await runPlainsight(folder, ['diff', 'old.json', 'new.json'])
    expect(code).toBe(0)
    expect(out).toContain('  Reviewed by @sample/privacy on 2026-11-20: Seasons show \\<only\\> in a year.\n')
    expect(out).not.toContain('Not reviewed')
  })

  it('is JSON for a script', async () => {
    put('old.json', lock())
    put('new.json', lock(longer))
    const { code, out } = await runPlainsight(folder, ['diff', '--json', 'old.json', 'new.json'])
    expect(code).toBe(1)
    expect(JSON.parse(out)).toEqual({
      old: { name: 'sample', version: '1.0.0' },
      new: { name: 'sample', version: '1.1.0' },
      version: { needed: '1.1.0', isEnough: true },
      unreviewed: 1,
      changes: [
        {
          path: ['retention', 'raw'],
          place: 'retention.raw',
          what: 'looser',
          class: 'privacy-widening',
          sentence: 'Rows are kept for 365 days instead of 90, where an event does not say otherwise.',
          review: null,
        },
      ],
    })
  })

  it('takes a contract for its lock, and says when both say the same', async () => {
    put('sample.telemetry.ts', sampleContract())
    put('old.json', lock())
    const same = await runPlainsight(folder, ['diff', 'old.json', 'sample.telemetry.ts'])
    expect(same).toEqual({ code: 0, err: '', out: '## sample 1.0.0 → 1.0.0\n\nBoth say the same.\n' })
  })

  it('takes the lock that a commit of git has, for a contract too', async () => {
    const git = (...args: string[]): void =>
      void execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@b.example', ...args], {
        cwd: folder,
        stdio: 'ignore',
      })
    git('init')
    mkdirSync(join(folder, 'tool'))
    put('tool/sample.telemetry.lock.json', lock())
    git('add', '.')
    git('commit', '-m', 'first')
    put('tool/sample.telemetry.lock.json', lock(longer))
    const now = 'sample.telemetry.lock.json'
    const ran = [
      await runPlainsight(join(folder, 'tool'), ['diff', `HEAD:${now}`, now]),
      await runPlainsight(join(folder, 'tool'), ['diff', 'HEAD:sample.telemetry.ts', now]),
      await runPlainsight(folder, ['diff', `HEAD:tool/${now}`, `tool/${now}`]),
    ]
    for (const { code, out } of ran) expect([code, out.split('\n')[0]]).toEqual([1, '## sample 1.0.0 → 1.1.0'])
    const missing = await runPlainsight(folder, ['diff', `nowhere:tool/${now}`, `tool/${now}`])
    expect(missing.code).toBe(2)
    expect(missing.err).toMatch(/^plainsight: There is no file nowhere:tool.*\n$/)
  })
})

describe('what cannot be compared', () => {
  let good: string
  let input: string

  beforeAll(() => {
    input = mkdtempSync(join(tmpdir(), 'plainsight-diff-input-'))
    good = join(input, 'good.json')
    writeFileSync(good, lock())
    const forged = (contract: object): string =>
      JSON.stringify({ format: 1, digest: contractDigest(contract as NormalContract), history: [], contract })
    writeFileSync(join(input, 'not.json'), 'nothing')
    writeFileSync(join(input, 'newer.json'), lock().replace('"format": 1', '"format": 9'))
    writeFileSync(join(input, 'edited.json'), lock().replace('A tool', 'No tool'))
    const { consent: _consent, ...lessConsent } = normalContract(sample)
    writeFileSync(join(input, 'half.json'), forged(lessConsent))
    writeFileSync(join(input, 'odd.json'), forged({ ...normalContract(sample), context: 'os' }))
    writeFileSync(
      join(input, 'bad.telemetry.ts'),
      sampleContract((text) => text.replace("by: ['command']", "by: ['comand']")),
    )
    mkdirSync(join(input, 'folder'))
  })

  afterAll(() => rmSync(input, { recursive: true, force: true }))

  it.each([
    ['missing.json', /There is no file missing\.json/],
    ['not.json', /it is not JSON/],
    ['newer.json', /its format 9 is newer/],
    ['edited.json', /it was edited by hand/],
    ['half.json', /its contract has no `consent`/],
    ['odd.json', /at context, `context` has to be a list, not the text/],
    ['folder', /folder is a folder; name a lock or a contract/],
    ['-x:lock.json', /unknown option|There is no file/],
    ['bad.telemetry.ts', /cannot be compared[^]*field-undeclared[^]*comand/],
  ])('%s: a sentence and code 2, in either place', async (name, said) => {
    for (const args of [
      ['diff', name, good],
      ['diff', good, name],
    ]) {
      const { code, out, err } = await runPlainsight(input, args)
      expect({ code, out }).toEqual({ code: 2, out: '' })
      expect(err).toMatch(said)
      expect(err).not.toMatch(/\n\s+at |node:internal|TypeError/)
    }
    expect(readdirSync(input)).toContain('good.json')
  })

  it('one name alone is refused', async () => {
    expect((await runPlainsight(input, ['diff', good])).code).toBe(2)
  })
})
