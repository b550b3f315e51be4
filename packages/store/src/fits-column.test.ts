import { expect, test } from 'vitest'
import { fitsColumn } from './fits-column.ts'

test.each<[string, readonly unknown[], readonly unknown[]]>([
  ['UInt8', [0, 255], [-1, 256, 1.5, '1', NaN, null, true]],
  ['Int16', [-32_768, 32_767], [-32_769, 32_768]],
  ['UInt32', [0, 2 ** 32 - 1], [2 ** 32, -1]],
  ['UInt64', [0, 2 ** 53 - 1], [2 ** 53, -1]],
  ['Int64', [-(2 ** 53) + 1, 2 ** 53 - 1], [2 ** 53, 1e300]],
  ['Float64', [0.5, -1e300], [Infinity, NaN, '1']],
  ['Bool', [true, false], [1, 'true']],
  ['Date', ['1970-01-01', '2028-02-29'], ['2027-02-29', '1969-12-31', '2149-01-01', '2026-1-1', 20_260_101]],
  ['String', ['', 'é😀', 'x'.repeat(4_096)], ['\ud800', 'x'.repeat(4_097), 1]],
  ['LowCardinality(String)', ['word'], ['\udc00']],
  ['Array(LowCardinality(String))', [[], ['a', 'b']], ['a', ['\ud800'], [1], {}]],
  ['Map(LowCardinality(String), UInt32)', [{}, { a: 1 }], [{ a: -1 }, [], null]],
  ['Map(Int16, UInt32)', [{ '-32768': 1 }], [{ x: 1 }, { '40000': 1 }]],
])('%s', (type, held, refused) => {
  expect(held.filter((value) => !fitsColumn(type)(value))).toEqual([])
  expect(refused.filter((value) => fitsColumn(type)(value))).toEqual([])
})

test('a type that no field has is our own mistake', () => {
  expect(() => fitsColumn('Decimal(10, 2)')).toThrow('fits-column.ts')
})
