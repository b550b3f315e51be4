import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, readFileSync, mkdirSync, writeFileSync } from 'node:fs'
import { lockText, makeLock } from '@plainsight/contract/lock'
import { benchContract } from './bench-contract.ts'
const flags = process.argv.slice(2)
const folder = mkdtempSync('/tmp/ph/mem-')
mkdirSync(folder + '/c')
writeFileSync(folder + '/c/bench.lock.json', lockText(makeLock(benchContract, undefined, '2026-01-01')))
const many = 1e9
writeFileSync(
  folder + '/limits.json',
  JSON.stringify({
    prefixBatchesPerMinute: many,
    contractBatchesPerMinute: many,
    idBatchesPerMinute: many,
    newcomersPerDay: many,
  }),
)
const c = spawn(
  process.execPath,
  [
    ...flags,
    '/work/main/packages/cli/dist/plainsight.js',
    'serve',
    '--contracts',
    folder + '/c',
    '--data',
    folder + '/d',
    '--port',
    '0',
    '--limits',
    folder + '/limits.json',
  ],
  { stdio: ['pipe', 'pipe', 'inherit'] },
)
let out = ''
c.stdout.on('data', (d) => {
  out += d
})
await new Promise<void>((r) => {
  const t = setInterval(() => {
    if (/listening.*:(\d+)/.test(out)) {
      clearInterval(t)
      r()
    }
  }, 50)
})
const port = Number(/listening.*:(\d+)/.exec(out)![1])
const st = () => {
  const s = readFileSync('/proc/' + c.pid + '/status', 'utf8')
  return ['VmHWM', 'VmRSS', 'RssAnon']
    .map((k) => k + ' ' + (Number(new RegExp(k + ':\\s+(\\d+)').exec(s)![1]) / 1000).toFixed(0))
    .join(' ')
}
console.log('idle', st())
for (const [size, rate] of [
  [50, 200],
  [50, undefined],
  [1, undefined],
] as const) {
  const l = spawn(
    process.execPath,
    [
      '--conditions=plainsight-source',
      '/work/main/bench/subjects/load.ts',
      JSON.stringify({ port, seconds: 4, connections: 16, size, rate }),
    ],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  )
  let o = ''
  l.stdout.on('data', (d) => (o += d))
  await new Promise((r) => l.once('close', r))
  const f = JSON.parse(o)
  console.log(size, rate, st(), (f.requests / f.seconds).toFixed(0), JSON.stringify(f.refused), f.p99.toFixed(0))
}
c.kill('SIGTERM')
await new Promise((r) => c.once('close', r))
rmSync(folder, { recursive: true })
