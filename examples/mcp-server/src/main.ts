import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js'
import type { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js'
import { attach } from '@plainsight/client/mcp'
import { telemetryCommand } from '@plainsight/client/plain'
import { docsServer } from './docs-server.ts'
import { serveHttp } from './serve-http.ts'
import { telemetry, version } from './telemetry.ts'

const USAGE = `acme-docs ${version}: tells an agent about the Markdown pages of this folder.

  acme-docs              serves over standard input and output, as clients start it
  acme-docs http [PORT]  serves over HTTP on the loopback address
  acme-docs telemetry …  what it reports about its own use, and who decided that
`

function server(): McpServer {
  const made = docsServer(process.cwd())
  // This line is all that the tools need to be counted.
  attach(telemetry, made)
  return made
}

const [command, ...words] = process.argv.slice(2).filter((word) => word !== '--no-telemetry')
if (command === undefined) await server().connect(new StdioServerTransport())
else if (command === 'telemetry') await telemetryCommand(telemetry)(words)
else if (command === 'http') {
  const port = await serveHttp(server, Number(words[0] ?? 0))
  process.stdout.write(`listening on http://127.0.0.1:${port}/mcp\n`)
} else {
  process.stderr.write(USAGE)
  process.exitCode = command === '--help' ? 0 : 2
}
