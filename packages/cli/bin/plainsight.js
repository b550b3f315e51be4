#!/usr/bin/env node
// In a checkout the command runs from its sources, so that nothing has to be built first; a published package has only `dist`.
// Nothing that an old Node lacks is named before the version was looked at: it would end with its own stack instead of a sentence.
import { existsSync } from 'node:fs'

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
const sources = new URL('../src/main.ts', import.meta.url)
if (major < 22 || (major === 22 && minor < 13)) {
  process.stderr.write(
    `plainsight: This is Node ${process.versions.node}; the command needs 22.13 or later. A tool with @plainsight/client runs from 20.19 on.\n`,
  )
  process.exitCode = 3
} else if (existsSync(sources)) {
  const { registerHooks } = await import('node:module')
  registerHooks({
    resolve: (specifier, context, next) =>
      next(specifier, { ...context, conditions: ['plainsight-source', ...context.conditions] }),
  })
  await import(sources.href)
} else {
  await import('../dist/plainsight.js')
}
