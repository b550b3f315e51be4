import { choice, count, defineContract, type Contract } from '@plainsight/contract'
import { makeLock } from '@plainsight/contract/lock'
import { describe, expect, it } from 'vitest'
import { acme } from '../../contract/fixtures/acme.ts'
import { generateColumns } from './columns.ts'
import { contractColumns } from './index.ts'

const lock = makeLock(acme, undefined, '2026-11-19')

describe('the columns of a contract', () => {
  it('each say something', () => {
    const columns = contractColumns({ lock, accepted: [] })
    expect(columns.filter(({ says }) => !/^[A-Z0-9].{9,}/.test(says))).toEqual([])
    expect(columns.find(({ name }) => name === 'f_command')?.says).toContain('Which command ran: one of `init`')
    expect(columns.find(({ name }) => name === 'm_cost_sum')?.says).toContain('whole numbers of 10^−2')
    expect(columns.find(({ name }) => name === 'x_org')?.says).toContain('set by the product')
  })

  it('of a field whose type changed are two, and of one that grew is one', () => {
    const older = makeLock(
      {
        ...acme,
        version: '1.1.0',
        fields: { ...acme.fields, files: choice(['few', 'many'], 'Files'), warnings: count('Warnings') },
      } as Contract,
      undefined,
      '2026-10-01',
    )
    const grown = makeLock(
      {
        ...acme,
        fields: { ...acme.fields, files: count('Files'), warnings: count('Warnings', { max: 2 ** 40 }) },
      } as Contract,
      older,
      '2026-11-19',
    )
    const columns = contractColumns({ lock: grown, accepted: [older] })
    const typeOf = (name: string): string | undefined => columns.find((column) => column.name === name)?.type
    expect(typeOf('f_files')).toBe('LowCardinality(Nullable(String))')
    expect(typeOf('f_files_2')).toBe('Nullable(UInt32)')
    expect(typeOf('f_warnings')).toBe('Nullable(UInt64)')
    expect(typeOf('f_warnings_2')).toBeUndefined()
  })

  it('stand on a page with what fills them, the same for the same locks', () => {
    const page = generateColumns({ lock, accepted: [] })
    for (const { name, type } of contractColumns({ lock, accepted: [] }))
      expect(page).toContain(`| \`${name}\` | \`${type}\` |`)
    expect(page).toMatch(
      /\| `command\.completed` \| `c_os`, `c_productVersion`, `f_command`, .*`m_duration_hist`.* \| 90 \|/,
    )
    expect(page).not.toContain('undefined')
    expect(generateColumns({ lock: structuredClone(lock), accepted: [] })).toBe(page)
    const bare = defineContract({ ...acme, presence: false } as Contract)
    expect(generateColumns({ lock: makeLock(bare, undefined, '2026-11-19'), accepted: [] })).not.toContain('f_gap')
  })
})
