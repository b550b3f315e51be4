import { defineConfig } from 'vitest/config'

// Rooms import one another's source, so nothing is built before the tests run.
const conditions = ['plainsight-source', 'node', 'import', 'default']

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions, externalConditions: conditions } },
  test: {
    include: ['packages/*/src/**/*.test.ts', 'packages/dashboard/src/**/*.test.tsx', 'tools/**/*.test.ts'],
    typecheck: {
      enabled: true,
      checker: 'tsc',
      include: ['packages/*/src/**/*.test-d.ts'],
      tsconfig: './tsconfig.json',
    },
    setupFiles: ['tools/calm-environment.ts'],
    pool: 'forks',
    // Far above what anything takes: a limit is there to end a hang, on a machine that is busy with other things too.
    expect: { poll: { timeout: 20_000 } },
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
})
