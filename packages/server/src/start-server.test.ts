import { writeFileSync } from 'node:fs'
import { afterEach, expect, it, vi } from 'vitest'
import { createMemoryStore } from '@plainsight/store'
import { startServer } from './start-server.ts'
import { startTestServer, type TestServer } from './test-server.ts'

let servers: TestServer[] = []
afterEach(async () => {
  vi.useRealTimers()
  await Promise.all(servers.map((server) => server.remove()))
  servers = []
})

async function start(...given: Parameters<typeof startTestServer>): Promise<TestServer> {
  const server = await startTestServer(...given)
  servers.push(server)
  return server
}

it('says when its address is taken, and lets go of everything', async () => {
  const first = await start()
  const { folder, memory } = await start()
  const port = Number(new URL(first.url).port)
  const refused = await startServer({
    contractsDir: folder,
    dataDir: `${folder}/other`,
    port,
    store: memory,
    dashboardDir: folder,
  })
  expect(refused).toMatchObject({
    kind: 'refused',
    message: expect.stringMatching(/^127\.0\.0\.1:\d+ cannot be listened on: something else listens there/),
  })
  // Nor is a folder made where there can be none.
  const options = { contractsDir: folder, port: 0, store: memory, dashboardDir: folder }
  const file = `${folder}/file`
  writeFileSync(file, '')
  expect(await startServer({ ...options, dataDir: `${file}/data` })).toEqual({
    kind: 'refused',
    message: `The folder ${file}/data cannot be used: a file stands in its place.`,
  })
  // Its inbox is free again.
  const again = await startServer({
    contractsDir: folder,
    dataDir: `${folder}/other`,
    port: 0,
    store: memory,
    dashboardDir: folder,
  })
  expect(again.kind).toBe('server')
  if (again.kind === 'server') await again.close()
})

it('says when another collector uses its inbox', async () => {
  const { folder, dataDir, memory } = await start()
  const refused = await startServer({ contractsDir: folder, dataDir, port: 0, store: memory, dashboardDir: folder })
  expect(refused).toMatchObject({ kind: 'refused', message: expect.stringMatching(/is another collector using it\?$/) })
})

it('believes no header about where a request comes from', async () => {
  const server = await start({ limits: { prefixBatchesPerMinute: 3 } })
  const statuses: number[] = []
  for (let i = 0; i < 5; i++) {
    const headers = {
      'content-type': 'application/json',
      'x-forwarded-for': `192.0.${i}.1`,
      forwarded: `for=192.0.${i}.1`,
    }
    statuses.push((await fetch(`${server.url}/v1/batches`, { method: 'POST', body: server.batch(), headers })).status)
  }
  expect(statuses).toEqual([200, 200, 200, 429, 429])
})

it('closing twice is closing once', async () => {
  const server = await start()
  await Promise.all([server.close(), server.close()])
  await expect(fetch(server.url)).rejects.toThrow('fetch failed')
})

it('drops what has expired when it starts and once a day from then on', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
  let now = Date.parse('2026-11-20T12:00:00Z')
  const memory = createMemoryStore({ today: () => new Date(now).toISOString().slice(0, 10) })
  const asked = vi.spyOn(memory, 'purge')
  await start({ store: memory, clock: () => now })
  now += 86_400_000
  vi.advanceTimersByTime(86_400_000)
  now += 86_400_000
  vi.advanceTimersByTime(86_400_000)
  expect(asked.mock.calls).toEqual([['2026-11-20'], ['2026-11-21'], ['2026-11-22']])
})

it('refuses a limit that there is not, and says which there are', async () => {
  await expect(start({ limits: { prefixBatchesPerMinut: 3 } as object })).rejects.toThrow(
    /There is no limit "prefixBatchesPerMinut"; there are .*prefixBatchesPerMinute/,
  )
})
