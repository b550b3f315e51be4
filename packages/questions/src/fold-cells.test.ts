import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { foldCells, roundShown, type Cell } from './fold-cells.ts'

const table: fc.Arbitrary<Cell[]> = fc
  .array(
    fc.record({ n: fc.nat({ max: 40 }), parts: fc.array(fc.integer({ min: 1, max: 1_000 }), { maxLength: 40 }) }),
    { maxLength: 12 },
  )
  .map((cells) =>
    cells.map(({ n, parts }, i) => {
      const given = parts.slice(0, n).sort((a, b) => b - a)
      return { key: `c${i}`, n, sum: given.reduce((sum, part) => sum + part, 0), top: given.slice(0, 2) }
    }),
  )
const headcounts: fc.Arbitrary<Cell[]> = fc
  .array(fc.nat({ max: 40 }), { maxLength: 12 })
  .map((counts) => counts.map((n, i) => ({ key: `c${i}`, n })))
const smallest = fc.integer({ min: 2, max: 20 })

function machines(cells: readonly Cell[]): number {
  return cells.reduce((sum, cell) => sum + cell.n, 0)
}

describe('foldCells', () => {
  it('never shows a cell under k, and never folds fewer than two cells or k machines', () => {
    fc.assert(
      fc.property(fc.oneof(table, headcounts), smallest, (cells, k) => {
        const folded = foldCells(cells, { k, minFolded: 2 })
        if (folded.kind !== 'table') return
        for (const cell of folded.kept) expect(cell.n).toBeGreaterThanOrEqual(k)
        if (folded.few.length === 0) return
        expect(folded.few.length).toBeGreaterThanOrEqual(2)
        expect(machines(folded.few)).toBeGreaterThanOrEqual(k)
      }),
    )
  })

  it('gives no cell back to one who subtracts what is shown from the total', () => {
    fc.assert(
      fc.property(headcounts, smallest, (cells, k) => {
        const folded = foldCells(cells, { k, minFolded: 2 })
        if (folded.kind !== 'table') return
        // What is left of the total is the sum of the few: at least two cells, so none of them is known.
        const left = machines(cells) - machines(folded.kept)
        expect(left).toBe(machines(folded.few))
        expect(left === 0 || left >= k).toBe(true)
      }),
    )
  })

  it('loses no cell, and changes none', () => {
    fc.assert(
      fc.property(table, smallest, (cells, k) => {
        const folded = foldCells(cells, { k, minFolded: 2 })
        if (folded.kind !== 'table') return
        expect([...folded.kept, ...folded.few].sort(byKey)).toEqual(cells.toSorted(byKey))
        expect(folded.kept).toEqual(cells.filter((cell) => folded.kept.includes(cell)))
      }),
    )
  })

  it('says nothing of fewer than k machines in all, and the total only where nothing may stand alone', () => {
    fc.assert(
      fc.property(headcounts, smallest, (cells, k) => {
        const { kind } = foldCells(cells, { k, minFolded: 2 })
        expect(kind === 'none').toBe(machines(cells) < k)
        if (cells.every((cell) => cell.n < k)) expect(kind).not.toBe('table')
      }),
    )
  })

  it('folds no more than it must: every shown cell that moved in was the smallest left', () => {
    fc.assert(
      fc.property(headcounts, smallest, (cells, k) => {
        const folded = foldCells(cells, { k, minFolded: 2 })
        if (folded.kind !== 'table') return
        const moved = folded.few.filter((cell) => cell.n >= k)
        for (const cell of moved) for (const kept of folded.kept) expect(cell.n).toBeLessThanOrEqual(kept.n)
        if (cells.every((cell) => cell.n >= k)) expect(folded.few).toEqual([])
      }),
    )
  })

  it('folds as many cells together as it is told to', () => {
    const cells = [1, 9, 10, 30].map((n, i) => ({ key: `c${i}`, n }))
    expect(foldCells(cells, { k: 5, minFolded: 2 })).toMatchObject({ few: [{ n: 1 }, { n: 9 }] })
    expect(foldCells(cells, { k: 5, minFolded: 3 })).toMatchObject({ few: [{ n: 1 }, { n: 9 }, { n: 10 }] })
  })

  it('folds a sum that one machine makes up, or that the second could read off it', () => {
    const plain = { key: 'plain', n: 50, sum: 500, top: [20, 20] }
    const other = { key: 'other', n: 20, sum: 200, top: [15, 15] }
    const ruled = { key: 'ruled', n: 30, sum: 300, top: [160, 1] }
    // 200 − 100 − 95 = 5, less than a tenth of 100.
    const read = { key: 'read', n: 30, sum: 200, top: [100, 95] }
    expect(foldCells([plain, other, ruled, read], { k: 5, minFolded: 2 })).toEqual({
      kind: 'table',
      kept: [plain, other],
      few: [read, ruled],
    })
    fc.assert(
      fc.property(table, smallest, (cells, k) => {
        const folded = foldCells(cells, { k, minFolded: 2 })
        if (folded.kind !== 'table') return
        for (const { sum = 0, top = [] } of folded.kept) expect(sum === 0 || (top[0] ?? 0) <= sum / 2).toBe(true)
      }),
    )
  })

  it('takes a zero for a small cell', () => {
    expect(
      foldCells(
        [
          { key: 'a', n: 0 },
          { key: 'b', n: 9 },
          { key: 'c', n: 30 },
        ],
        { k: 5, minFolded: 2 },
      ),
    ).toEqual({
      kind: 'table',
      kept: [{ key: 'c', n: 30 }],
      few: [
        { key: 'a', n: 0 },
        { key: 'b', n: 9 },
      ],
    })
  })

  it('does not take one machine in several cells for several', () => {
    const cells = [
      { key: 'a', n: 3 },
      { key: 'b', n: 3 },
      { key: 'c', n: 9 },
      { key: 'd', n: 30 },
    ]
    expect(foldCells(cells, { k: 5, minFolded: 2 })).toMatchObject({ few: [{ key: 'a' }, { key: 'b' }] })
    expect(foldCells(cells, { k: 5, minFolded: 2, overlapping: true })).toMatchObject({
      few: [{ key: 'a' }, { key: 'b' }, { key: 'c' }],
    })
  })

  it('shows everything where k is 1', () => {
    fc.assert(
      fc.property(table, (cells) => {
        expect(foldCells(cells, { k: 1, minFolded: 2 })).toEqual({ kind: 'table', kept: cells, few: [] })
      }),
    )
  })
})

describe('roundShown', () => {
  it('shows tens, and from 10 000 on three significant digits', () => {
    expect([0, 4, 5, 14, 994, 1_234, 9_996, 12_345, 1_234_567].map((figure) => roundShown(figure, 5))).toEqual([
      0, 0, 10, 10, 990, 1_230, 10_000, 12_300, 1_230_000,
    ])
    expect(roundShown(1_234, 1)).toBe(1_234)
  })
})

function byKey(a: Cell, b: Cell): number {
  return a.key < b.key ? -1 : 1
}
