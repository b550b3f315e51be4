import { basename, join, sep } from 'node:path'
import { bundleSubject } from './measure/bundle-subject.ts'
import { bareEnvironment, runForFigures } from './measure/run-process.ts'
import { atMost, type Table, type Verdict } from './report.ts'

interface Loaded {
  /** As Node lists them: `NativeModule fs`, `Internal Binding os`. */
  readonly builtIn: readonly string[]
  readonly files: readonly string[]
}

/** What a process may load of Node's public modules to count something and to leave. */
const allowed = ['fs', 'os', 'path', 'path/posix', 'path/win32']

/** What must not be loaded in any part, inner ones included: each costs milliseconds. */
const forbidden = /crypto|https?\b|http2|undici|fetch|child_process|zlib|tls|\bnet\b|dns|inspector/

/**
 * What a process has loaded that counted once and left by `process.exit`, beyond what an empty one has: modules of Node by name, and
 * files. Compared between two processes, so that what Node loads by itself does not count.
 */
export async function loadedModules(
  folder: string,
  bare: NodeJS.ProcessEnv,
  on: NodeJS.ProcessEnv,
): Promise<{ table: Table; verdicts: Verdict[] }> {
  const rows: string[][] = []
  const verdicts: Verdict[] = []
  for (const [form, name] of [
    ['cjs', 'CommonJS'],
    ['esm', 'ESM'],
  ] as const) {
    const nodeFlags = ['--require', join(import.meta.dirname, 'measure', 'list-modules.cjs')]
    const before = runForFigures<Loaded>(await bundleSubject('exit-bare', form), [], { env: bare, nodeFlags })
    const had = new Set(before.builtIn)
    const subject = await bundleSubject('exit-ours', form)
    const env = { ...on, ...bareEnvironment(join(folder, `modules-${form}`)) }
    for (const run of ['first of a day', 'every later one']) {
      const after = runForFigures<Loaded>(subject, [], { env, nodeFlags })
      const added = after.builtIn.filter((module) => !had.has(module))
      const published = added.flatMap((module) => /^NativeModule ((?!internal\/).+)$/.exec(module)?.[1] ?? [])
      const beyond = published.filter((module) => !allowed.includes(module))
      const forbiddenOnes = added.filter((module) => forbidden.test(module))
      const files = after.files.filter((file) => file.includes(`${sep}packages${sep}client${sep}`))
      rows.push([
        `${name}, ${run}`,
        published.join(', ') || 'none',
        String(added.length),
        forbiddenOnes.join(', ') || 'none',
        form === 'cjs' ? files.map((file) => basename(file)).join(', ') : '–',
      ])
      verdicts.push(
        atMost(
          `crypto, http, https, fetch, child_process, zlib loaded, ${name}, ${run}`,
          'count',
          0,
          forbiddenOnes.length,
          '',
        ),
      )
      if (run === 'first of a day') continue
      verdicts.push(
        atMost(`modules of Node on the record path beyond fs, os, path, ${name}`, 'count', 0, beyond.length, ''),
      )
      if (form === 'cjs')
        verdicts.push(
          atMost('files of ours on the record path: contract door, node door, recorder', 'count', 3, files.length, ''),
        )
    }
  }
  return {
    table: {
      title: 'Loaded by a process that counted once and left, beyond an empty one',
      columns: ['program', 'public modules of Node', 'modules in all', 'forbidden', 'files of ours'],
      rows,
    },
    verdicts,
  }
}
