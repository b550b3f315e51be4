import { readFileSync, globSync } from 'node:fs'
import { join } from 'node:path'
import { contractColumns, generate } from '@plainsight/codegen'
import { parseLock, type Lock } from '@plainsight/contract/lock'
import { eventColumns } from '@plainsight/store'
import { describe, expect, it } from 'vitest'

const root = join(import.meta.dirname, '..')

/** Every lock of the examples, by the contract's name. */
const locks = globSync('{examples,contracts}/**/*.telemetry.lock.json', { cwd: root, exclude: ['**/node_modules/**'] })
  .sort()
  .map((path) => {
    const read = parseLock(readFileSync(join(root, path), 'utf8'))
    if (read.kind === 'refused') throw new Error(`${path}: ${read.message}`)
    return read.lock
  })

/** The same contract one version earlier, with every bucket and choice of another type, so that columns get numbers. */
function earlier(lock: Lock): Lock {
  const fields = Object.fromEntries(
    Object.entries(lock.contract.fields).map(([name, field]) =>
      field.kind === 'bucket' || field.kind === 'flag'
        ? [name, { kind: 'count', doc: 'A count', max: 10 }]
        : [name, field],
    ),
  )
  return { ...lock, contract: { ...lock.contract, version: '0.0.1', fields } }
}

describe('the columns that are generated for a contract', () => {
  it.each(locks.map((lock) => [lock.contract.name, lock] as const))(
    'are those that the store makes for %s, with what it says of them, one version or two',
    (_name, lock) => {
      const alone = { ...lock, contract: { ...lock.contract, environment: ['os', 'ci'] } }
      for (const [now, accepted] of [
        [lock, []],
        [lock, [earlier(lock)]],
        [alone, []],
      ] as const) {
        const versions = [now, ...accepted]
        const made = eventColumns(versions.map(({ contract }) => contract))
        const told = contractColumns({ lock: now, accepted })
        expect(told.map(({ name, type }) => [name, type])).toEqual(made.map(({ name, type }) => [name, type]))
        // The store cuts what is longer than a comment should be.
        for (const [i, { comment = '' }] of made.entries())
          expect(told[i]?.says.startsWith(comment.replace(/…$/, '')), `${told[i]?.says} / ${comment}`).toBe(true)
        const [page] = generate(now, { accepted, outputs: ['columns'] })
        for (const { name, type } of made) expect(page?.text).toContain(`| \`${name}\` | \`${type}\` |`)
      }
    },
  )

  it('are tried on contracts that have a lock', () => {
    expect(locks.length).toBeGreaterThan(1)
  })
})
