// The detached sender: started by `execPath -e`, in the state folder, with a job file and nothing else to read.
import { nodeSenderPorts } from './node-ports.ts'
import { runSender } from './run-sender.ts'
import type { SenderJob } from './sender-job.ts'

/** A sender ends within this time, ms, whatever happens. */
const LIFE = 5_000

setTimeout(() => process.exit(), LIFE).unref()
const job = JSON.parse(process.getBuiltinModule('fs').readFileSync('job.json', 'utf8')) as SenderJob
// The clock of whoever counted: a simulated one goes on from where it stood.
const away = job.now - Date.now()
const offset = Math.abs(away) > 60_000 ? away : 0
const ports = nodeSenderPorts(
  job.contract,
  process.cwd() + process.getBuiltinModule('path').sep,
  () => Date.now() + offset,
  () => true,
)
void runSender(job, ports, Infinity, LIFE - 500)
