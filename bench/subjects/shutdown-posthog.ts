// A command with posthog-node that waits for its event to leave, as its documentation asks of one that ends: prints how long that took.
import { PostHog } from 'posthog-node'

const client = new PostHog('phc_bench', { host: process.env['BENCH_ENDPOINT'] ?? '' })
client.capture({ distinctId: 'one', event: 'command completed', properties: { command: 'build' } })
const started = performance.now()
await client.shutdown(120_000).catch(() => {})
process.stdout.write(JSON.stringify({ ms: performance.now() - started }))
process.exit(0)
