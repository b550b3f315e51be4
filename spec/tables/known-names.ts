import { KNOWN_LISTS } from '@plainsight/contract/judge'
import type { VectorCase, VectorFile } from './vector-file.ts'

/** How a public name may be written: what it says, how it is made of the name, and of which kinds names are written so. */
const SPELLINGS: readonly (readonly [says: string, spell: (name: string) => string, kinds: readonly string[]])[] = [
  ['as it is', (name) => name, ['model', 'driver', 'framework', 'mcp-client']],
  ['in capitals', (name) => name.toUpperCase(), ['model', 'driver', 'framework', 'mcp-client']],
  ['with underscores', (name) => name.replaceAll('-', '_'), ['model', 'framework']],
  ['with a day of eight digits', (name) => `${name}-20250929`, ['model']],
  ['with a day with dashes', (name) => `${name}-2025-09-29`, ['model']],
  ['as the latest', (name) => `${name}-latest`, ['model']],
  ['behind its host', (name) => `acme-gateway/${name}`, ['model']],
  ['as a fine-tune', (name) => `ft:${name}-2025-09-29:zephyrbank:ledger:9AbC`, ['model']],
  ['with spaces around it', (name) => `  ${name} `, ['driver', 'framework']],
]

const cases: VectorCase[] = Object.entries(KNOWN_LISTS).flatMap(([kind, editions]) =>
  editions.flatMap(({ names, aliases, vendors }, i) => [
    ...names.flatMap((name) =>
      SPELLINGS.filter(([, , kinds]) => kinds.includes(kind)).map(([says, spell]) => ({
        says: `${name} ${says}`,
        kind,
        edition: i + 1,
        given: spell(name),
        gives: name,
      })),
    ),
    ...Object.entries(aliases).map(([from, to]) => ({
      says: `${from} is ${to}`,
      kind,
      edition: i + 1,
      given: from,
      gives: to,
    })),
    ...Object.entries(vendors).flatMap(([vendor, starts]) => [
      { says: `${vendor} in front`, kind, edition: i + 1, given: `${vendor}/zephyr-ledger`, gives: `${vendor}-other` },
      ...starts.map((start) => ({
        says: `a private name that begins with ${start}`,
        kind,
        edition: i + 1,
        given: `${start}zephyrbank-ledger`,
        gives: `${vendor}-other`,
      })),
    ]),
    { says: `a private name of a ${kind}`, kind, edition: i + 1, given: 'zephyrbank-ledger', gives: 'other' },
  ]),
)

export const knownNameVectors: VectorFile = {
  path: 'known-names.json',
  about: 'Every public name in every way that it is written, and private names: which word is sent of each.',
  cases,
}
