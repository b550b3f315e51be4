// The detached sender: started by `execPath -e`, in the state folder, with a job file and nothing else to read.
import { postBatch } from './post-batch.ts'
import { runSender } from './run-sender.ts'

/** A sender ends within this time, ms, whatever happens. */
const LIFE = 5_000

const fs = process.getBuiltinModule('fs')
const job = JSON.parse(fs.readFileSync('job.json', 'utf8'))
// The clock of whoever counted: a simulated one goes on from where it stood.
const away = job.now - Date.now()
const now = (): number => Date.now() + away
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))
setTimeout(process.exit, LIFE)
void runSender(job, { fs, path: './', now, pause, post: postBatch, hostAllows: () => true }, LIFE - 500).finally(
  process.exit,
)
