// Preloaded into a subject (`--require`) that leaves by `process.exit`: prints the CPU time of its exit listeners, in milliseconds. The first
// listener is this one; the last thing that Node does is to leave.
const { writeSync } = require('node:fs')

let started = 0
const now = () => {
  const { user, system } = process.threadCpuUsage()
  return (user + system) / 1000
}
process.on('exit', () => (started = now()))
const leave = process.reallyExit
process.reallyExit = (code) => {
  writeSync(1, JSON.stringify({ ms: now() - started }))
  leave.call(process, code)
}
