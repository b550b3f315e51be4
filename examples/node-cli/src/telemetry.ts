import { readFileSync } from 'node:fs'
import { createTelemetry, type Telemetry } from '@plainsight/client/node'
import contract from '../acme.telemetry.ts'

/** The version of acme: what its own package.json says. */
export const version: string = (
  JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { version: string }
).version

// The demonstration plays a week in a minute: it says what time it was when this process began.
const began = Date.parse(process.env['ACME_NOW'] ?? '')

/** The one telemetry of this process. Making it costs next to nothing: no file is read before something is recorded. */
export const telemetry: Telemetry<typeof contract> = createTelemetry(contract, {
  productVersion: version,
  endpoint: 'https://telemetry.acme.example',
  source: 'cli',
  ...(Number.isNaN(began) ? {} : { clock: () => began + performance.now() }),
})
