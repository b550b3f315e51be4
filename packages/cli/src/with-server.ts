import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { ExitCode } from './exit-codes.ts'
import { refuseOutside, refuseUse } from './refuse-use.ts'
import type { Terminal } from './terminal.ts'

/** Whom to ask: a collector that runs, or the folder of one that does not. */
export interface ServerPlace {
  readonly url: string
  readonly data?: string
  readonly contracts: string
}

/**
 * Calls `use` with the address of a collector: the one that was named, or one that is started on a data folder for as long as the
 * call takes.
 */
export async function withServer(
  terminal: Terminal,
  { url, data, contracts }: ServerPlace,
  use: (url: string) => Promise<ExitCode>,
): Promise<ExitCode> {
  if (data === undefined) {
    if (!URL.canParse(url) || !/^https?:/.test(url))
      return refuseUse(terminal, `${url} is no address of a collector, such as http://127.0.0.1:4680.`)
    return use(url.replace(/\/+$/, ''))
  }
  const dataDir = resolve(terminal.cwd, data)
  // Asking makes nothing: a name that was mistyped is not the beginning of a new collector.
  if (!existsSync(join(dataDir, 'inbox.db')))
    return refuseUse(terminal, `There is no data of a collector in ${data} that can be read.`)
  const { startServer } = await import('@plainsight/server')
  const server = await startServer({ contractsDir: resolve(terminal.cwd, contracts), dataDir, port: 0 })
  if (server.kind === 'refused') return refuseOutside(terminal, server.message)
  try {
    await server.collector.drain()
    return await use(server.url)
  } finally {
    await server.close()
  }
}
