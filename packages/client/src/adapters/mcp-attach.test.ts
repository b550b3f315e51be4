import { Client } from '@modelcontextprotocol/sdk/client/index.js'
import { InMemoryTransport } from '@modelcontextprotocol/sdk/inMemory.js'
import { Server } from '@modelcontextprotocol/sdk/server/index.js'
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js'
import { CallToolRequestSchema } from '@modelcontextprotocol/sdk/types.js'
import { describe, expect, it, vi } from 'vitest'
import { z } from 'zod'
import { mcpContract } from '../fixtures/mcp-contract.ts'
import { attach } from '../mcp.ts'
import { createTestTelemetry, type TestTelemetry } from '../testing.ts'

/** Looks until it holds: for twenty seconds, as the machine may be busy. */
const eventually = <T>(look: () => T): Promise<T> => vi.waitFor(look, { timeout: 20_000 })

type Tested = TestTelemetry<typeof mcpContract>

const SECRET = 'secret-4711'

function makeServer(telemetry?: Tested, slow: () => Promise<void> = () => Promise.resolve()): McpServer {
  const server = new McpServer({ name: 'acme', version: '1.0.0' })
  const text = [{ type: 'text' as const, text: SECRET }]
  server.registerTool('search', { inputSchema: { query: z.string() } }, () => ({ content: text }))
  server.registerTool('fail', {}, () => {
    throw new Error(SECRET)
  })
  server.registerTool('deny', {}, () => ({ content: text, isError: true }))
  server.registerTool('slow', {}, async () => {
    await slow()
    return { content: text }
  })
  server.registerTool('undeclared-tool', {}, () => ({ content: text }))
  server.registerPrompt('review', {}, () => ({ messages: [] }))
  if (telemetry !== undefined) attach(telemetry, server)
  return server
}

async function connected(server: McpServer | Server, name = 'claude-code', version = '2.1.143'): Promise<Client> {
  const client = new Client({ name, version })
  const [near, far] = InMemoryTransport.createLinkedPair()
  await Promise.all([server.connect(far), client.connect(near)])
  return client
}

const counted = (telemetry: Tested): string[] =>
  telemetry.records
    .map((record) => {
      const {
        name,
        by = {},
        fields = {},
        count = 1,
      } = record as unknown as { name: string; by?: object; fields?: object; count?: number }
      return [name, ...Object.values({ ...by, ...fields }), count].join(' ')
    })
    .sort()

describe('an MCP server', () => {
  it('counts each tool by name, with how it ended, how long it took, and whose client asked', async () => {
    const telemetry = createTestTelemetry(mcpContract)
    const client = await connected(makeServer(telemetry))
    await client.callTool({ name: 'search', arguments: { query: SECRET } })
    await client.callTool({ name: 'search', arguments: { query: SECRET } })
    await client.callTool({ name: 'fail' })
    await client.callTool({ name: 'deny' })
    await client.callTool({ name: 'undeclared-tool' })
    await client.callTool({ name: `no-such-${SECRET}` })
    await client.getPrompt({ name: 'review' })
    expect(counted(telemetry)).toEqual([
      'feature.used prompts 1',
      'feature.used tools 1',
      'prompt.asked ok review 1',
      'session.started claude-code 2.1 1',
      'tool.called claude-code 2.1 error deny 1',
      'tool.called claude-code 2.1 error fail 1',
      'tool.called claude-code 2.1 error other 1',
      'tool.called claude-code 2.1 ok other 1',
      'tool.called claude-code 2.1 ok search 2',
    ])
    expect(JSON.stringify(telemetry.preview())).not.toContain(SECRET)
    expect(
      telemetry.records.filter((record) => record.name === 'tool.called').every((record) => 'measure' in record),
    ).toBe(true)
  })

  it.each([
    ['cursor-vscode', '1.7.44', 'cursor 1.7'],
    ['Visual Studio Code', '1.105.1', 'vscode 1.105'],
    ['claude-ai (via mcp-remote 0.1.29)', '0.1.0', 'claude-ai 0.1'],
    [`${SECRET}-client`, '1.0.0-of-my-own', 'other other'],
    ['@acme/inspector-client', '0.16.8', 'inspector 0.16'],
  ])('folds the client %s %s to %s', async (name, version, folded) => {
    const telemetry = createTestTelemetry(mcpContract)
    await connected(makeServer(telemetry), name, version)
    expect(counted(telemetry)).toEqual([`session.started ${folded} 1`])
  })

  it('counts after the reply is on the wire, not before', async () => {
    const telemetry = createTestTelemetry(mcpContract)
    const server = makeServer(telemetry)
    const [near, far] = InMemoryTransport.createLinkedPair()
    const send = far.send.bind(far)
    let atTheWire: string[] | undefined
    far.send = async (message, options) => {
      await send(message, options)
      if ('result' in message && 'content' in message.result) atTheWire = counted(telemetry)
    }
    const client = new Client({ name: 'codex-mcp-client', version: '0.1.0' })
    await Promise.all([server.connect(far), client.connect(near)])
    await client.callTool({ name: 'search', arguments: { query: 'x' } })
    await eventually(() => expect(counted(telemetry)).toContain('tool.called codex 0.1 ok search 1'))
    expect(atTheWire?.filter((line) => line.startsWith('tool.called'))).toEqual([])
  })

  it('counts what the client gave up, and what its going away cut off, as aborted', async () => {
    const telemetry = createTestTelemetry(mcpContract)
    let begun = 0
    const client = await connected(makeServer(telemetry, () => new Promise(() => void begun++)))
    const givenUp = new AbortController()
    const first = client.callTool({ name: 'slow' }, undefined, { signal: givenUp.signal }).catch(() => {})
    await eventually(() => expect(begun).toBe(1))
    givenUp.abort()
    await first
    await eventually(() => expect(counted(telemetry)).toContain('tool.called claude-code 2.1 aborted slow 1'))
    const second = client.callTool({ name: 'slow' }).catch(() => {})
    await eventually(() => expect(begun).toBe(2))
    await client.close()
    await second
    expect(counted(telemetry)).toContain('tool.called claude-code 2.1 aborted slow 2')
  })

  it('works on the low-level server, and on one that is connected already', async () => {
    const telemetry = createTestTelemetry(mcpContract)
    const server = new Server({ name: 'acme', version: '1.0.0' }, { capabilities: { tools: {} } })
    server.setRequestHandler(CallToolRequestSchema, () => ({ content: [] }))
    const client = await connected(server)
    attach(telemetry, server)
    await client.callTool({ name: 'search', arguments: {} })
    expect(counted(telemetry)).toEqual(['feature.used tools 1', 'tool.called claude-code 2.1 ok search 1'])
  })

  it('reads no argument and no result: what a call reads of them is the same with telemetry and without', async () => {
    // Each look at an argument or a result is noted; the SDK itself has to look.
    async function looks(telemetry?: Tested): Promise<string[]> {
      const seen: string[] = []
      const watched = (name: string, target: object): object =>
        new Proxy(target, {
          get: (object, key, self) => (seen.push(`${name}.${String(key)}`), Reflect.get(object, key, self)),
          ownKeys: (object) => (seen.push(`${name}…`), Reflect.ownKeys(object)),
          getOwnPropertyDescriptor: (object, key) => (
            seen.push(`${name}?${String(key)}`),
            Reflect.getOwnPropertyDescriptor(object, key)
          ),
        })
      const server = new Server({ name: 'acme', version: '1.0.0' }, { capabilities: { tools: {} } })
      const result = { content: watched('content', []), structuredContent: watched('structured', {}) }
      server.setRequestHandler(CallToolRequestSchema, () => result as never)
      if (telemetry !== undefined) attach(telemetry, server)
      const [near, far] = InMemoryTransport.createLinkedPair()
      await server.connect(far)
      const replies: unknown[] = []
      near.onmessage = (message) => void replies.push(message)
      await near.start()
      await near.send({
        jsonrpc: '2.0',
        id: 7,
        method: 'tools/call',
        params: { name: 'search', arguments: watched('arguments', { query: SECRET }) } as never,
      })
      await eventually(() => expect(replies).toHaveLength(1))
      return seen
    }
    const telemetry = createTestTelemetry(mcpContract)
    const bare = await looks()
    expect(bare.length).toBeGreaterThan(0)
    expect(await looks(telemetry)).toEqual(bare)
    await eventually(() => expect(counted(telemetry)).toContain('tool.called other other ok search 1'))
  })

  it('reads nothing of a message that throws at every look but its own few words', async () => {
    const telemetry = createTestTelemetry(mcpContract)
    const allowed = new Set(['id', 'method', 'params', 'name', 'requestId', 'error', 'result', 'isError'])
    const touched: string[] = []
    const hostile = (fields: object): never =>
      new Proxy(fields, {
        get(target, key) {
          touched.push(String(key))
          if (!allowed.has(String(key))) throw new Error(`read ${String(key)}`)
          return Reflect.get(target, key) as unknown
        },
        ownKeys() {
          throw new Error('listed')
        },
      }) as never
    const transport = {
      start: () => Promise.resolve(),
      send: (...given: unknown[]) => Promise.resolve(void given),
      onmessage: (...given: unknown[]) => void given,
    }
    const server = { connect: (given: typeof transport) => given.start() }
    attach(telemetry, server)
    await server.connect(transport)
    transport.onmessage(hostile({ id: 1, method: 'tools/call', params: hostile({ name: 'search', arguments: 1 }) }))
    await transport.send(hostile({ id: 1, result: hostile({ content: 1, isError: false }) }))
    await Promise.resolve()
    expect(counted(telemetry)).toContain('tool.called other other ok search 1')
    expect(touched.filter((key) => !allowed.has(key))).toEqual([])
  })

  it('stands aside where a message is no message, and hands everything on as it was', async () => {
    const telemetry = createTestTelemetry(mcpContract)
    const passed: unknown[] = []
    const lasting = Promise.resolve()
    const transport = {
      start: () => Promise.resolve(),
      send: (message: unknown, ...more: unknown[]) => (passed.push(message, ...more), lasting),
      onmessage: (...given: unknown[]) => void passed.push(...given),
    }
    const server = { connect: (given: typeof transport) => given.start() }
    attach(telemetry, server)
    await server.connect(transport)
    const odd = [
      null,
      'x',
      { id: {}, method: 7 },
      { id: 1, method: 'tools/call', params: null },
      { method: 'notifications/cancelled' },
    ]
    for (const message of odd) {
      transport.onmessage(message, 'extra')
      expect(transport.send(message, 'option')).toBe(lasting)
    }
    expect(passed).toEqual(odd.flatMap((message) => [message, 'extra', message, 'option']))
    const failing = Promise.reject(new Error('gone'))
    const other = { ...transport, send: () => failing }
    await server.connect(other as never)
    await expect(other.send()).rejects.toThrow('gone')
  })

  it('counts over a transport that gives nothing to wait for', async () => {
    const telemetry = createTestTelemetry(mcpContract)
    const transport = {
      start: () => Promise.resolve(),
      send: (...given: unknown[]) => void given,
      onmessage: (...given: unknown[]) => void given,
    }
    const server = { connect: (given: typeof transport) => given.start() }
    attach(telemetry, server)
    await server.connect(transport)
    transport.onmessage({ id: 1, method: 'tools/call', params: { name: 'search' } })
    expect(transport.send({ id: 1, result: {} })).toBeUndefined()
    await eventually(() => expect(counted(telemetry)).toContain('tool.called other other ok search 1'))
  })

  it('is held by nothing while nothing is under way', async () => {
    const hook = (): number =>
      (globalThis as unknown as { [key: symbol]: { leavers: Set<unknown> } | undefined })[
        Symbol.for('plainsight.exit/1')
      ]?.leavers.size ?? 0
    const telemetry = createTestTelemetry(mcpContract)
    const gate = Promise.withResolvers<void>()
    const client = await connected(makeServer(telemetry, () => gate.promise))
    await eventually(() => expect(counted(telemetry)).toHaveLength(1))
    const before = hook()
    const slow = client.callTool({ name: 'slow' })
    await eventually(() => expect(hook()).toBe(before + 1))
    gate.resolve()
    await slow
    await eventually(() => expect(hook()).toBe(before))
  })

  it('counts what the contract declares, under its own names', async () => {
    const telemetry = createTestTelemetry(mcpContract)
    const server = makeServer()
    attach(telemetry, server, { tool: 'prompt.asked', session: 'feature.used', fields: { tool: 'prompt' } })
    const client = await connected(server)
    await client.callTool({ name: 'search', arguments: { query: 'x' } })
    expect(counted(telemetry)).toEqual(['feature.used tools 1', 'prompt.asked ok other 1'])
  })
})
