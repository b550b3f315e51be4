#!/usr/bin/env node
// Starts acme-docs from its sources: Node strips the types. In a checkout where the client was not built yet, the client's sources
// are taken as well, through the export condition that the whole repository uses; a published server needs none of this.
import { existsSync } from 'node:fs'
import { registerHooks } from 'node:module'
import { fileURLToPath } from 'node:url'

if (!existsSync(fileURLToPath(import.meta.resolve('@plainsight/client/node')))) {
  registerHooks({
    resolve: (specifier, context, next) =>
      next(specifier, { ...context, conditions: ['plainsight-source', ...context.conditions] }),
  })
}

await import('../src/main.ts')
