import { readFileSync } from 'node:fs'

/** The version of this command: what its own package.json says, from its sources and from what is published. */
export function ownVersion(): string {
  const manifest = readFileSync(new URL('../package.json', import.meta.url), 'utf8')
  return (JSON.parse(manifest) as { version: string }).version
}
