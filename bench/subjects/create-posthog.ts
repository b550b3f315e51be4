// A program that only sets up posthog-node, as its documentation says.
import { PostHog } from 'posthog-node'
import { DEAD_ENDPOINT } from './dead-endpoint.ts'

const client = new PostHog('phc_bench', { host: DEAD_ENDPOINT, disabled: process.env['BENCH_OFF'] === '1' })
void client
