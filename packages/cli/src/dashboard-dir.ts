import { fileURLToPath } from 'node:url'

/** Where the built page is: beside the published command; undefined in a checkout, where the server knows it itself. */
export function dashboardDir(): string | undefined {
  return import.meta.url.endsWith('.ts') ? undefined : fileURLToPath(new URL('./dashboard', import.meta.url))
}
