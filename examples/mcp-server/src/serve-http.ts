import { randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js'
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js'

/**
 * Serves over streamable HTTP on the loopback address, a server for each session.
 * @param port 0 picks one
 * @returns the port
 */
export async function serveHttp(makeServer: () => McpServer, port: number): Promise<number> {
  const sessions = new Map<string, StreamableHTTPServerTransport>()

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const id = request.headers['mcp-session-id']
    const known = typeof id === 'string' ? sessions.get(id) : undefined
    if (known !== undefined) return known.handleRequest(request, response)
    if (id !== undefined) return void response.writeHead(404).end()
    const transport = new StreamableHTTPServerTransport({
      sessionIdGenerator: () => randomUUID(),
      onsessioninitialized: (made) => void sessions.set(made, transport),
    })
    transport.onclose = () => void sessions.delete(transport.sessionId ?? '')
    // The SDK's own types differ here in what may be undefined.
    await makeServer().connect(transport as Parameters<McpServer['connect']>[0])
    await transport.handleRequest(request, response)
  }

  const http = createServer((request, response) => {
    handle(request, response).catch(() => {
      if (!response.headersSent) response.writeHead(500)
      response.end()
    })
  })
  return new Promise((resolve, reject) => {
    http.once('error', reject)
    http.listen(port, '127.0.0.1', () => resolve((http.address() as AddressInfo).port))
  })
}
