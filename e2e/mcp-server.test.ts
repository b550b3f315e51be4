import { spawn, type ChildProcess } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from '@modelcontextprotocol/sdk/client/index.js'
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js'
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js'
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { root } from '../tools/run-command.ts'

const SERVER = join(root, 'examples', 'mcp-server', 'bin', 'acme-docs.js')
const SECRET = 'secret-4711'

let home: string
let docs: string
const children: ChildProcess[] = []

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'plainsight-mcp-'))
  docs = join(home, 'docs')
  mkdirSync(docs)
  writeFileSync(join(docs, `${SECRET}.md`), `# ${SECRET}\n\n## Part\n\n[gone](gone-${SECRET}.md)\n`)
})
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
  rmSync(home, { recursive: true, force: true, maxRetries: 5 })
})

type Variables = { readonly [name: string]: string }

const ON: Variables = { ACME_DOCS_TELEMETRY: '1', ACME_DOCS_TELEMETRY_ENDPOINT: 'http://127.0.0.1:9' }
const OFF: Variables = { DO_NOT_TRACK: '1' }

const environment = (more: Variables): { [name: string]: string } => ({
  HOME: home,
  PATH: process.env['PATH'] ?? '',
  ACME_DOCS_TELEMETRY_DIR: join(home, 'state'),
  ...more,
})

function start(env: Variables, ...words: string[]): ChildProcess {
  const child = spawn(process.execPath, [SERVER, ...words], {
    cwd: docs,
    env: environment(env),
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  children.push(child)
  return child
}

/** All that the server writes until it ends, to the byte. */
async function spoken(
  env: Variables,
  lines: readonly object[],
): Promise<{ stdout: string; stderr: string; code: unknown }> {
  const child = start(env)
  const texts = { stdout: [] as Buffer[], stderr: [] as Buffer[] }
  let replies = 0
  const wanted = lines.filter((line) => 'id' in line).length
  child.stdout!.on('data', (part: Buffer) => {
    texts.stdout.push(part)
    replies += part.filter((byte) => byte === 10).length
    // The client goes away when it has heard everything.
    if (replies === wanted) child.stdin!.end()
  })
  child.stderr!.on('data', (part: Buffer) => texts.stderr.push(part))
  child.stdin!.write(lines.map((line) => `${JSON.stringify({ jsonrpc: '2.0', ...line })}\n`).join(''))
  const code = await new Promise((resolve) => child.once('close', resolve))
  return { code, stdout: Buffer.concat(texts.stdout).toString(), stderr: Buffer.concat(texts.stderr).toString() }
}

function kept(): { e: string; n?: number; b?: { [field: string]: unknown }; f?: { [field: string]: unknown } }[] {
  return spool()
    .split('\n')
    .filter((line) => /^\{"t":"[ce]"/.test(line))
    .map((line) => JSON.parse(line) as { e: string })
}

const spool = (): string => readFileSync(join(home, 'state', 'pending.jsonl'), 'utf8')
const counted = (): string[] =>
  kept()
    .map(({ e, b, f, n = 1 }) => [e, ...Object.values({ ...b, ...f }), n].join(' '))
    .sort()

async function use(transport: Transport): Promise<Client> {
  const client = new Client({ name: 'Visual Studio Code', version: '1.105.1' })
  await client.connect(transport)
  await client.callTool({ name: 'list_pages' })
  await client.callTool({ name: 'outline', arguments: { page: `${SECRET}.md` } })
  await client.callTool({ name: 'outline', arguments: { page: `no-${SECRET}.md` } })
  await client.callTool({ name: 'outline', arguments: { wrong: SECRET } })
  await client.callTool({ name: `no-tool-${SECRET}` })
  return client
}

const EXPECTED = [
  'feature.used tools 1',
  'session.started vscode 1 1',
  'tool.called error other 1',
  'tool.called error outline 2',
  'tool.called ok list_pages 1',
  'tool.called ok outline 1',
]

describe('the example server', () => {
  it('counts what a real client asks over standard input and output', async () => {
    const transport = new StdioClientTransport({
      command: process.execPath,
      args: [SERVER],
      cwd: docs,
      env: environment(ON),
      stderr: 'pipe',
    })
    let stderr = ''
    transport.stderr?.on('data', (part: Buffer) => void (stderr += part.toString()))
    const client = await use(transport)
    await client.close()
    await expect.poll(() => readdirSync(join(home, 'state')), { timeout: 30_000 }).toContain('pending.jsonl')
    expect(counted()).toEqual(EXPECTED)
    expect(spool()).not.toContain('4711')
    expect(stderr).toBe('')
  })

  it('counts what a real client asks over HTTP, and keeps it when it is stopped', async () => {
    const server = start(ON, 'http', '0')
    const line = await new Promise<string>((resolve) => {
      let text = ''
      server.stdout!.on('data', (part: Buffer) => {
        text += part.toString()
        if (text.includes('\n')) resolve(text)
      })
    })
    const transport = new StreamableHTTPClientTransport(new URL(line.slice('listening on '.length).trim()))
    const client = await use(transport as Transport)
    await client.close()
    const ended = new Promise((resolve) => server.once('close', (code, signal) => resolve([code, signal])))
    server.kill('SIGTERM')
    expect(await ended).toEqual([null, 'SIGTERM'])
    expect(counted()).toEqual(EXPECTED)
    expect(spool()).not.toContain('4711')
  })

  it('says the same bytes with telemetry and without, and nothing beside them', async () => {
    const lines = [
      {
        id: 1,
        method: 'initialize',
        params: {
          protocolVersion: '2025-06-18',
          capabilities: {},
          clientInfo: { name: 'claude-code', version: '2.1.0' },
        },
      },
      { method: 'notifications/initialized' },
      { id: 2, method: 'tools/list', params: {} },
      { id: 3, method: 'tools/call', params: { name: 'outline', arguments: { page: `${SECRET}.md` } } },
      { id: 'four', method: 'tools/call', params: { name: 'find_broken_links', arguments: {} } },
      { id: 5, method: 'tools/call', params: { name: 'outline', arguments: { page: 7 } } },
      { id: 6, method: 'no/such-method', params: {} },
      { id: 7, method: 'ping' },
    ]
    const off = await spoken(OFF, lines)
    const undecided = await spoken({}, lines)
    const on = await spoken(ON, lines)
    expect(off.stdout.split('\n')).toHaveLength(8)
    expect(off.stdout).toContain(SECRET)
    expect(on).toEqual(off)
    expect(undecided).toEqual(off)
    expect(on).toMatchObject({ code: 0, stderr: '' })
    expect(counted()).toContain('tool.called ok find_broken_links 1')
  })

  it('keeps nothing and makes no file until its user said yes', async () => {
    await spoken({}, [{ id: 1, method: 'ping' }])
    expect(readdirSync(home)).toEqual(['docs'])
  })
})
