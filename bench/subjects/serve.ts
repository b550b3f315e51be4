// The server as it is deployed, on a free port and in an empty folder, with the limits on senders out of the way: all load comes from one
// address. Prints a line when it is ready; `drain` on standard input is answered by `drained` once everything is in the store.
// Arguments: the folder, the durability.
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { lockText, makeLock } from '@plainsight/contract/lock'
import { startServer } from '@plainsight/server'
import { benchContract } from './bench-contract.ts'

const [folder = '', durability = 'fsync'] = process.argv.slice(2)
const contractsDir = join(folder, 'contracts')
mkdirSync(contractsDir, { recursive: true })
writeFileSync(join(contractsDir, 'bench.lock.json'), lockText(makeLock(benchContract, undefined, '2026-01-01')))

const many = 1_000_000_000
const server = await startServer({
  contractsDir,
  dataDir: join(folder, 'data'),
  port: 0,
  durability: durability === 'os' ? 'os' : 'fsync',
  limits: {
    prefixBatchesPerMinute: many,
    contractBatchesPerMinute: many,
    idBatchesPerMinute: many,
    newcomersPerDay: many,
  },
})
if (server.kind === 'refused') throw new Error(server.message)
console.log(`listening on ${server.url}`)
for await (const line of createInterface(process.stdin)) {
  if (line === 'drain') console.log((await server.collector.drain()) ? 'drained' : 'the store is away')
  else break
}
await server.close()
process.exit(0)
