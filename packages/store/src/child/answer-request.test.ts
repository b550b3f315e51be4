import { createServer } from 'node:http'
import { request as send } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, test } from 'vitest'
import { answerRequest } from './answer-request.ts'
import type { Engine } from './open-engine.ts'

const never = (): Promise<never> => new Promise(() => {})
const hanging: Engine = { version: 'none', command: never, insert: never, ask: never, read: never }

test.each([
  ['reader', '/', 'SELECT 1'],
  ['writer', '/', 'CREATE TABLE t (n UInt8) ENGINE = Memory'],
  ['writer', '/?query=INSERT%20INTO%20t%20FORMAT%20JSONEachRow', '{}\n'],
])('an engine that does not come back is given up, and the asker is told: %s %s', async (role, path, body) => {
  let gaveUp = ''
  const server = createServer((request, response) => {
    void answerRequest(request, response, {
      engine: hanging,
      secrets: { writer: 's', reader: 's', exporter: 's' },
      hangs: { question: 20, piece: 20, write: 20 },
      onHang: (what) => {
        gaveUp = what
      },
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const heard = await new Promise<{ status?: number | undefined; code: unknown }>((resolve, reject) => {
    const request = send(
      { host: '127.0.0.1', port, path, method: 'POST', headers: { authorization: `Basic ${btoa(`${role}:s`)}` } },
      (response) => {
        response.resume()
        resolve({ status: response.statusCode, code: response.headers['x-clickhouse-exception-code'] })
      },
    )
    request.on('error', reject)
    request.end(body)
  })
  server.closeAllConnections()
  server.close()
  expect(heard).toEqual({ status: 408, code: '159' })
  expect(gaveUp).toBe('the engine')
})
