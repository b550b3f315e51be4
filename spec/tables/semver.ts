import type { VectorCase, VectorFile } from './vector-file.ts'

const good: readonly (readonly [version: string, parts: readonly number[]])[] = [
  ['0.0.0', [0, 0, 0]],
  ['1.2.3', [1, 2, 3]],
  ['10.0.1', [10, 0, 1]],
  ['999999.999999.999999', [999_999, 999_999, 999_999]],
]

const bad: readonly (readonly [says: string, version: string])[] = [
  ['two parts', '1.2'],
  ['four parts', '1.2.3.4'],
  ['a v in front', 'v1.2.3'],
  ['a pre-release', '1.2.3-rc.1'],
  ['a build', '1.2.3+1'],
  ['a zero in front', '1.02.3'],
  ['a sign', '-1.2.3'],
  ['a space', '1.2.3 '],
  ['a line end', '1.2.3\n'],
  ['seven digits', '1000000.0.0'],
  ['nothing', ''],
  ['digits of another script', '١.٢.٣'],
  ['an exponent', '1e1.0.0'],
]

// Ascending; every pair of them is a case.
const ascending = ['0.0.0', '0.0.1', '0.0.10', '0.1.0', '1.0.0', '1.9.0', '1.10.0', '1.10.1', '2.0.0', '10.0.0']

export const semverVectors: VectorFile = {
  path: 'semver.json',
  about:
    'Versions of contracts: three numbers, ordered as numbers. `order` is below, at or above zero; `parts` is null for what is no version.',
  cases: [
    ...good.map(([version, parts]): VectorCase => ({ says: `${version} is a version`, version, parts })),
    ...bad.map(([says, version]): VectorCase => ({ says: `${says} is no version`, version, parts: null })),
    ...ascending.flatMap((a, i) =>
      ascending.map((b, j): VectorCase => ({
        says: `${a} is ${i < j ? 'before' : i > j ? 'after' : 'the same as'} ${b}`,
        a,
        b,
        order: Math.sign(i - j),
      })),
    ),
    { says: 'what is no version comes first', a: 'main', b: '0.0.0', order: -1 },
  ],
}
