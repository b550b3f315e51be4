import { defineConfig } from 'vitest/config'

// The whole way, in real processes. Rooms come from their sources here as everywhere; each test has folders and ports of its own.
const conditions = ['plainsight-source', 'node', 'import', 'default']

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions, externalConditions: conditions } },
  test: {
    root: import.meta.dirname,
    include: ['**/*.test.ts'],
    globalSetup: ['./build-client.ts'],
    setupFiles: ['../tools/calm-environment.ts'],
    pool: 'forks',
    // Each test starts several processes; more files at once would only make all of them slower.
    maxWorkers: 2,
    expect: { poll: { timeout: 20_000 } },
    testTimeout: 180_000,
    hookTimeout: 180_000,
  },
})
