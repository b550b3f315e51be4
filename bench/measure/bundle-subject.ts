import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { bundleSource, type DoorFormat } from '../../tools/bundle-door.ts'
import type { Room } from '../../tools/workspace.ts'
import { subjects } from './run-process.ts'

const dist = join(import.meta.dirname, '..', 'dist')

// What a tool's own installer brings stays outside: the published door is loaded from its package, as it will be at a user's.
const room: Room = {
  folder: 'bench',
  path: join(import.meta.dirname, '..'),
  manifest: {
    name: 'bench-subject',
    version: '0.0.0',
    dependencies: { '@plainsight/client': '*', '@plainsight/contract': '*', 'posthog-node': '*' },
  },
}

/** Makes one plain file of a subject and its own parts, so that nothing but the subject's packages is loaded with it; gives its path. */
export async function bundleSubject(name: string, format: DoorFormat): Promise<string> {
  const [entry] = await bundleSource(room, join(subjects, `${name}.ts`), name, format)
  const file = join(dist, `${name}.${format === 'cjs' ? 'cjs' : 'mjs'}`)
  mkdirSync(dist, { recursive: true })
  writeFileSync(file, entry?.code ?? '')
  return file
}
