// The detached sender: started by `execPath -e`, in the state folder, with a job file and nothing else to read.
import { parse } from './json-words.ts'
import { postBatch } from './post-batch.ts'
import { runSender } from './run-sender.ts'
import type { SenderJob } from './sender-job.ts'

/** A sender ends within this time, ms, whatever happens. */
const LIFE = 5_000

const fs = process.getBuiltinModule('fs')
const job = parse(fs.readFileSync('job.json', 'utf8')) as SenderJob
const now = (): number => Date.now() + job.ahead
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))
setTimeout(process.exit, LIFE)
void runSender(job, { fs, path: './', now, pause, post: postBatch }, LIFE - 500).finally(process.exit)
