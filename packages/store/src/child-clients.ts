import { Agent } from 'node:http'
import { ClickHouseLogLevel, createClient, type ClickHouseClient } from '@clickhouse/client'
import type { Role, StartOrder } from './child/start-order.ts'
import type { StoreClients } from './clickhouse-store.ts'

/** The driver's clients for a child, and a way to let go of their sockets. */
export interface ChildClients {
  readonly clients: StoreClients
  destroy(): void
}

/** Makes the clients that speak to a child: one for each role, with sockets of its own, so that exports never hold up questions. */
export function childClients(order: StartOrder): ChildClients {
  const agents: Agent[] = []
  const client = (role: Role, timeoutMs: number): ClickHouseClient => {
    // A socket's path wins over host and port; the type of an agent's options does not know it.
    const agent = new Agent({ keepAlive: true, socketPath: order.socket } as ConstructorParameters<typeof Agent>[0])
    agents.push(agent)
    return createClient({
      url: 'http://store',
      username: role,
      password: order.secrets[role],
      http_agent: agent,
      request_timeout: timeoutMs,
      log: { level: ClickHouseLogLevel.OFF },
    })
  }
  const questionMs = order.limits.questionSeconds * 1_000
  return {
    clients: {
      writer: client('writer', 120_000),
      // A question may wait as long as it may run.
      reader: client('reader', 2 * questionMs + 10_000),
      exporter: client('exporter', 150_000),
    },
    destroy() {
      for (const agent of agents) agent.destroy()
    },
  }
}
