import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js'
import { z } from 'zod'
import { findBrokenLinks, listPages, outlineOf } from './read-pages.ts'
import { version } from './telemetry.ts'

/** A server with three tools about the Markdown pages of a folder. One for each session, as the protocol has it. */
export function docsServer(root: string): McpServer {
  const server = new McpServer({ name: 'acme-docs', version })
  server.registerTool('list_pages', { description: 'Lists the Markdown pages of this folder.' }, () =>
    answer(listPages(root).join('\n')),
  )
  server.registerTool(
    'outline',
    { description: 'Gives the headings of a page.', inputSchema: { page: z.string().describe('its path, as listed') } },
    ({ page }) => {
      const found = outlineOf(root, page)
      return typeof found === 'string' ? { ...answer(found), isError: true } : answer(found.text)
    },
  )
  server.registerTool('find_broken_links', { description: 'Finds links to files that are not there.' }, () =>
    answer(findBrokenLinks(root).join('\n') || 'Every link leads somewhere.'),
  )
  return server
}

function answer(text: string): { content: { type: 'text'; text: string }[] } {
  return { content: [{ type: 'text', text }] }
}
