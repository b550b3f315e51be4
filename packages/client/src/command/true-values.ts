import { canonicalJson } from '@plainsight/contract/canonical'
import { normalEvent } from '@plainsight/contract/judge'
import type { Session } from '../core/session.ts'
import { parseJson } from '../sender/parse-json.ts'
import type { OwnNumber } from './own-numbers.ts'

/**
 * Puts the truth back where a noisy field said something else: what is counted once is remembered by its true values on this machine
 * (`once.json`), and nowhere else. A row whose truth is not remembered any more stays as it left.
 */
export function withTruth(session: Session, rows: readonly OwnNumber[]): OwnNumber[] {
  const { contract, world, files } = session
  const noisy = Object.entries(contract.events).flatMap(([name, spec]) => {
    const { uses, once } = normalEvent(contract, name, spec)
    const isNoisy = Object.keys(uses).some(
      (field) => (contract.fields[field] as { noise?: unknown } | undefined)?.noise !== undefined,
    )
    return isNoisy && (once === 'month' || once === 'install') ? [{ name, once }] : []
  })
  if (noisy.length === 0 || files === undefined) return [...rows]
  const remembered = Object.entries(parseJson<{ [key: string]: string }>(world.disk.read(files.once)) ?? {})
  const told: OwnNumber[] = rows.filter(({ event }) => !noisy.some(({ name }) => name === event))
  for (const { name, once } of noisy) {
    const periodOf = (day: string): string => (once === 'month' ? day.slice(0, 7) : '-')
    const own = rows.filter(({ event }) => event === name)
    const local = new Set(own.filter(({ where }) => where === 'local').map(({ values }) => canonicalJson(values)))
    told.push(...own.filter(({ where }) => where === 'local'))
    // In the order in which they were first said, like the rows that left.
    const truths = remembered.flatMap(([key, period]) => {
      const values = key.startsWith(`${name} `) ? key.slice(name.length + 1) : ''
      return values === '' || local.has(values) ? [] : [{ period, values }]
    })
    for (const row of own.filter(({ where }) => where !== 'local')) {
      for (let i = 0; i < row.count; i++) {
        const at = truths.findIndex(({ period }) => period === periodOf(row.day))
        const [truth] = at < 0 ? [] : truths.splice(at, 1)
        const values = parseJson<OwnNumber['values']>(truth?.values) ?? row.values
        told.push({ ...row, values, count: 1, sums: i === 0 ? row.sums : {} })
      }
    }
  }
  return told
}
