// Preloaded into a subject (`--require`) that ends with `process.exit`: prints which of Node's modules and which files it had loaded by
// then, after its last listener ran. Written through the file system, which every process has loaded, so that looking changes nothing.
const { writeSync } = require('node:fs')

const leave = process.reallyExit
process.reallyExit = (code) => {
  writeSync(1, JSON.stringify({ builtIn: process.moduleLoadList, files: Object.keys(require.cache) }))
  leave.call(process, code)
}
