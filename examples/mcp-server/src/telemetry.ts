import { readFileSync } from 'node:fs'
import { createTelemetry, type Telemetry } from '@plainsight/client/node'
import contract from '../acme-docs.telemetry.ts'

/** The version of acme-docs: what its own package.json says. */
export const version: string = (
  JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { version: string }
).version

/** The one telemetry of this process. A server lives, so it sends what is finished when it is idle. */
export const telemetry: Telemetry<typeof contract> = createTelemetry(contract, {
  productVersion: version,
  endpoint: 'https://telemetry.acme.example',
  source: 'mcp',
  send: 'idle',
})
