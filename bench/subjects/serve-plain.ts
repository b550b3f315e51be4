// What Node itself can do: reads the body, parses it, answers. No judge, no commit, no store.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

const server = createServer((request, response) => {
  const pieces: Buffer[] = []
  request.on('data', (piece: Buffer) => pieces.push(piece))
  request.on('end', () => {
    const { events } = JSON.parse(Buffer.concat(pieces).toString()) as { events: readonly unknown[] }
    const answer = JSON.stringify({ accepted: events.length, rejected: [], drift: 0 })
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': answer.length })
    response.end(answer)
  })
})
server.listen(0, '127.0.0.1', () => {
  console.log(`listening on http://127.0.0.1:${(server.address() as AddressInfo).port}`)
})
process.stdin.resume()
process.stdin.on('data', () => console.log('drained'))
process.stdin.on('end', () => process.exit(0))
