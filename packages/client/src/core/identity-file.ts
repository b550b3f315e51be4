import { hex } from '@plainsight/contract/canonical'
import type { Disk } from './disk.ts'

/** Reads the machine's secret, 32 bytes, from the text of identity.json; undefined when there is none that can be used. */
export function parseIdentity(text: string | undefined): Uint8Array | undefined {
  const secret = /"secret":"([0-9a-f]{64})"/.exec(text ?? '')?.[1]
  return secret === undefined
    ? undefined
    : Uint8Array.from(secret.match(/../g) as string[], (pair) => parseInt(pair, 16))
}

/**
 * The machine's secret: random, with nothing of the machine in it, made when it is first needed. Of several processes that make
 * one at the same time, one wins and the others take its.
 */
export function machineSecret(disk: Disk, path: string, random: () => Uint8Array): Uint8Array | undefined {
  const known = parseIdentity(disk.read(path))
  if (known !== undefined) return known
  const text = `{"format":1,"secret":"${hex(random())}"}\n`
  if (disk.create(path, text)) return parseIdentity(text)
  const other = parseIdentity(disk.read(path))
  if (other !== undefined) return other
  // What stands there cannot be used: it is damaged, and nobody can have an id of it.
  disk.write(path, text)
  return parseIdentity(text)
}
