// Preloaded into a subject (`--require`) that leaves by `process.exit`: prints how long its exit listeners took, in milliseconds. The first
// listener is this one; the last thing that Node does is to leave.
const { writeSync } = require('node:fs')

let started = 0n
process.on('exit', () => (started = process.hrtime.bigint()))
const leave = process.reallyExit
process.reallyExit = (code) => {
  writeSync(1, JSON.stringify({ ms: Number(process.hrtime.bigint() - started) / 1e6 }))
  leave.call(process, code)
}
