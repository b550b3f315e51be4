import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startTestServer, type TestServer } from './test-server.ts'

const paths = [
  '/app/',
  '/app/x',
  '/app',
  '/api/contracts',
  '/api/questions',
  '/api/questions/event-counts',
  '/api/other',
]

async function get(server: TestServer, path: string, headers: string[] = ['host: 127.0.0.1']): Promise<string> {
  return server.raw([['GET ' + path + ' HTTP/1.1', ...headers, 'connection: close', '', ''].join('\r\n')])
}
const status = (answer: string): number => Number(answer.split(' ')[1])

describe('on an address that others can reach', () => {
  it('the dashboard and its questions are closed, and the collector is open', async () => {
    const server = await startTestServer({ host: '0.0.0.0' })
    for (const path of paths) {
      const answer = await get(server, path)
      expect([path, status(answer)]).toEqual([path, 401])
      expect(answer).toContain('"message":"The dashboard is closed on this address')
    }
    expect(status(await get(server, '/healthz'))).toBe(200)
    await server.remove()
  })
})

describe('on a loopback address', () => {
  let server: TestServer
  let first: TestServer
  beforeAll(async () => {
    first = await startTestServer()
    await first.close()
    const root = first.folder
    const folder = join(root, 'dist')
    mkdirSync(join(folder, 'assets'), { recursive: true })
    writeFileSync(join(folder, 'index.html'), '<title>The page</title><script src="/app/assets/a.js"></script>')
    writeFileSync(join(folder, 'assets/a.js'), 'export const text = "ä"\n'.repeat(100))
    writeFileSync(join(root, 'secret.txt'), 'not for anybody')
    server = await startTestServer({ contractsDir: root, dataDir: join(root, 'data'), dashboardDir: folder })
  })
  afterAll(() => Promise.all([first.remove(), server.remove()]))

  it('a page that calls itself by another name reads nothing', async () => {
    for (const path of paths)
      expect([path, status(await get(server, path, ['host: evil.example']))]).toEqual([path, 401])
    expect(status(await get(server, '/api/contracts', ['host: localhost:4680']))).toBe(200)
  })

  it('every place of the page is the page, under a policy that lets nothing in', async () => {
    for (const place of ['', 'index.html', 'acme/events/command.completed']) {
      const got = await fetch(`${server.url}/app/${place}`)
      const policy = got.headers.get('content-security-policy') ?? ''
      expect(policy).toContain("default-src 'none'; script-src 'self'; style-src 'self';")
      expect(policy).not.toMatch(/unsafe|\*|https?:/)
      expect(await got.text()).toContain('<title>The page</title>')
    }
  })

  it('files of the build are given packed and remembered; nothing else is', async () => {
    const got = await fetch(`${server.url}/app/assets/a.js`)
    expect([got.status, got.headers.get('content-encoding'), got.headers.get('content-type')]).toEqual([
      200,
      'gzip',
      'text/javascript; charset=utf-8',
    ])
    expect((await got.text()).length).toBe(2_400)
    expect(got.headers.get('cache-control')).toBe('private, max-age=31536000, immutable')
    const tag = got.headers.get('etag') ?? ''
    const again = await fetch(`${server.url}/app/assets/a.js`, { headers: { 'if-none-match': tag } })
    expect(again.status).toBe(304)
    for (const path of [
      '/app/secret.txt',
      '/app/../secret.txt',
      '/app/%2e%2e/secret.txt',
      '/app/..%2fsecret.txt',
      '/app/assets/b.js',
    ])
      expect(await get(server, path)).not.toContain('not for anybody')
    expect((await fetch(`${server.url}/app/assets/b.js`)).status).toBe(404)
  })

  it('nothing can be written', async () => {
    const got = await fetch(`${server.url}/api/contracts`, { method: 'POST', body: '{}' })
    expect([got.status, got.headers.get('allow')]).toEqual([405, 'GET, HEAD'])
  })

  it('the menus have every event, and unknown things have sentences', async () => {
    const menu = (await (await fetch(`${server.url}/api/contracts`)).json()) as unknown
    expect(menu).toMatchObject([
      {
        name: 'acme',
        presence: {},
        events: [{ name: 'command.completed', kind: 'rollup', by: ['command'], measure: ['duration'] }],
      },
    ])
    const ask = async (query: string): Promise<unknown> => {
      const got = await fetch(`${server.url}/api/questions/${query}`)
      return [got.status, ((await got.json()) as { error: string }).error]
    }
    expect(await ask('event-counts')).toEqual([404, 'unknown-contract'])
    expect(await ask('event-counts?contract=constructor')).toEqual([404, 'unknown-contract'])
    expect(await ask('nothing?contract=acme')).toEqual([404, 'unknown-question'])
    expect(await ask("event-counts?contract=acme&event=a'b")).toEqual([400, 'undeclared-event'])
    expect(await ask('event-counts?contract=acme&event=command.completed&from=yesterday')).toEqual([
      400,
      'bad-parameter',
    ])
  })
})
