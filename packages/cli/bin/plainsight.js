#!/usr/bin/env node
// In a checkout the command runs from its sources, so that nothing has to be built first; a published package has only `dist`.
import { existsSync } from 'node:fs'
import { registerHooks } from 'node:module'

const sources = new URL('../src/main.ts', import.meta.url)
if (existsSync(sources)) {
  registerHooks({
    resolve: (specifier, context, next) =>
      next(specifier, { ...context, conditions: ['plainsight-source', ...context.conditions] }),
  })
  await import(sources.href)
} else {
  await import('../dist/plainsight.js')
}
