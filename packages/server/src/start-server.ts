import { accessSync, constants, existsSync, mkdirSync, rmdirSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createCollector, type Collector, type CollectorLimits, type Durability, type Log } from '@plainsight/collector'
import { OPERATORS_K } from '@plainsight/questions'
import { openEmbeddedStore, openServerStore, type Store } from '@plainsight/store'
import { createAnswerer } from './answer-question.ts'
import { readDashboard } from './dashboard-files.ts'
import { readEnvironment } from './environment.ts'
import { audit, rawLines } from './export-raw.ts'
import { createHttpServer } from './http-server.ts'
import { openLocalDoor } from './local-door.ts'
import { isLoopback } from './loopback.ts'
import { operatorRoutes } from './operator-routes.ts'
import { readCatalogues } from './read-catalogues.ts'
import { readContracts } from './read-contracts.ts'
import { readTokens } from './read-tokens.ts'

/** What a server is started with. */
export interface ServerOptions {
  /** Every `*.lock.json` below it is read. */
  readonly contractsDir: string
  /** The lasting folder: made where it is missing, readable by its owner only. */
  readonly dataDir: string
  /** Default `127.0.0.1`. On anything but a loopback address `/app/` and `/api/` stay closed. */
  readonly host?: string
  /** Default 4680; 0 picks a free one. */
  readonly port?: number
  /** Address of a ClickHouse server; by default the store is embedded. */
  readonly clickhouse?: string
  /** What an answer of 200 stands for; default `fsync`. */
  readonly durability?: Durability
  readonly limits?: Partial<CollectorLimits>
  /** A JSON file with the digests of the tokens of services (`read-tokens.ts`); by default no token is known. */
  readonly tokensFile?: string
  /** Milliseconds within which the head of a request has to be complete; default 10 000. */
  readonly headMs?: number
  /** Smallest number of machines that a shown group has; default 5. */
  readonly k?: number
  /** Milliseconds since 1970. */
  readonly clock?: () => number
  /** A folder with public catalogues, `NAME.json` (`read-catalogues.ts`); without it every key of one is stored as `other`. */
  readonly cataloguesDir?: string
  /** By default one line a time on standard error. */
  readonly log?: Log
  /** Folder of the built dashboard; default: the one of this repository. */
  readonly dashboardDir?: string
  /** Uses this store and leaves it open; for tests and `dev`. */
  readonly store?: Store
}

/** A server that runs. */
export interface RunningServer {
  readonly kind: 'server'
  /** `http://127.0.0.1:4680` */
  readonly url: string
  readonly collector: Collector
  readonly store: Store
  /** Ends requests, drains the inbox, closes the store: within 10 s. What could not be drained waits for the next start. */
  close(): Promise<void>
}

/** A running server, or one sentence about why there is none. */
export type StartAnswer = RunningServer | { readonly kind: 'refused'; readonly message: string }

const DASHBOARD = fileURLToPath(new URL('../../dashboard/dist', import.meta.url))
const DAY_MS = 86_400_000

/** Joins the store, the collector, the questions and the dashboard, and listens. */
export async function startServer(options: ServerOptions): Promise<StartAnswer> {
  const { dataDir, host = '127.0.0.1', port = 4680, k = OPERATORS_K, clock = Date.now, log = logToStderr } = options
  const { stopped, addressHeader } = readEnvironment()
  const read = readContracts(options.contractsDir)
  if (read.kind === 'refused') return read
  const tokens = options.tokensFile === undefined ? undefined : readTokens(options.tokensFile, clock)
  if (tokens?.kind === 'refused') return tokens
  const isNew = !existsSync(dataDir)
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 })
    accessSync(dataDir, constants.W_OK | constants.X_OK)
  } catch (error) {
    return { kind: 'refused', message: `The folder ${dataDir} cannot be used: ${whyNotUsed(error)}.` }
  }

  const opened = await openStore(options)
  if (opened.kind === 'refused') {
    if (isNew) removeEmpty(dataDir)
    return { kind: 'refused', message: opened.why }
  }
  const { store } = opened
  const letGo: (() => Promise<unknown>)[] = options.store === undefined ? [() => store.close()] : []
  const giveUp = async (message: string): Promise<StartAnswer> => {
    for (const close of letGo) await close()
    return { kind: 'refused', message }
  }

  const made = createCollector({
    contracts: read.locks,
    store,
    inbox: join(dataDir, 'inbox.db'),
    durability: options.durability ?? 'fsync',
    clock,
    log,
    stopped,
    ...(options.limits === undefined ? {} : { limits: options.limits }),
    ...(tokens === undefined ? {} : { grantOf: tokens.grantOf }),
    ...(options.cataloguesDir === undefined
      ? {}
      : {
          hasKey: readCatalogues(options.cataloguesDir, clock, (message) =>
            log({ level: 'warning', what: 'catalogue', message }),
          ),
        }),
  })
  if (made.kind === 'refused') return giveUp(made.message)
  const { collector } = made
  const { registry } = collector
  letGo.unshift(() => collector.close(4_000))
  // The tables are there before the first question; a store that is away gets them when it is back.
  await collector.prepare()

  const setting = (): { today: string; k: number; now: number } => {
    const now = clock()
    return { today: new Date(now).toISOString().slice(0, 10), k, now }
  }
  const routes = operatorRoutes({
    registry,
    answer: createAnswerer(registry, store, setting),
    dashboard: readDashboard(options.dashboardDir ?? DASHBOARD),
    isLocal: isLoopback(host),
  })
  const http = createHttpServer(collector, routes, { headMs: options.headMs ?? 10_000, addressHeader })
  try {
    await new Promise<void>((resolve, reject) => {
      http.server.once('error', reject)
      http.server.listen(port, host, resolve)
    })
  } catch (error) {
    const why =
      (error as NodeJS.ErrnoException).code === 'EADDRINUSE'
        ? 'something else listens there already; another port, or 0 for any free one, will do.'
        : error instanceof Error
          ? error.message
          : 'unknown error'
    return giveUp(`${host}:${port} cannot be listened on: ${why}`)
  }
  letGo.unshift(() => http.close())

  const door = await openLocalDoor(dataDir, async function* (asked) {
    await collector.drain()
    await audit(dataDir, asked)
    yield* rawLines(store, asked.contract === undefined ? [...registry.keys()] : [asked.contract], asked)
  })
  letGo.unshift(() => door.close())

  const tidy = (): void => {
    void store.purge(setting().today)
    collector.tidy()
  }
  tidy()
  const daily = setInterval(tidy, DAY_MS)
  daily.unref()

  const { port: bound } = http.server.address() as AddressInfo
  let closing: Promise<void> | undefined
  return {
    kind: 'server',
    url: `http://${host.includes(':') ? `[${host}]` : host}:${bound}`,
    collector,
    store,
    close: () =>
      (closing ??= (async () => {
        clearInterval(daily)
        for (const close of letGo) await close()
      })()),
  }
}

async function openStore(
  options: ServerOptions,
): Promise<{ readonly kind: 'open'; readonly store: Store } | { readonly kind: 'refused'; readonly why: string }> {
  const durability = options.durability ?? 'fsync'
  if (options.store !== undefined) return { kind: 'open', store: options.store }
  if (options.clickhouse !== undefined) return openServerStore({ url: options.clickhouse, durability })
  return openEmbeddedStore({ folder: join(options.dataDir, 'events'), durability })
}

function removeEmpty(folder: string): void {
  try {
    rmdirSync(folder)
  } catch {
    // It holds something: then it stays.
  }
}

const logToStderr: Log = ({ level, what, message }) => {
  process.stderr.write(`${level} ${what}: ${message}\n`)
}

function whyNotUsed(error: unknown): string {
  const { code = '', message } = error as NodeJS.ErrnoException
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') return 'nothing may be written there'
  return code === 'EEXIST' || code === 'ENOTDIR' ? 'a file stands in its place' : message
}
