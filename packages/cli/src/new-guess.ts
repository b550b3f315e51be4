import { existsSync, readFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { isRefused, QUESTIONS, type Answers } from './new-answers.ts'

/** What the folder says of the product. */
export interface Surroundings {
  /** Answers to begin with; each can be used. */
  readonly guesses: Partial<Answers>
  /** True where files of this package are CommonJS, so that a contract has to be called `.mts`. */
  readonly commonJs: boolean
  /** The packages it depends on. */
  readonly depends: ReadonlySet<string>
  readonly version: string
}

/** Reads the nearest package manifest; what is not there or cannot be read says nothing. */
export function lookAround(cwd: string): Surroundings {
  const manifest = nearestManifest(cwd)
  const word = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined)
  const author = manifest['author']
  const owner =
    word(author)?.replace(/\s*[<(].*$/, '') ?? word((author as { readonly name?: unknown } | null | undefined)?.name)
  const name = (word(manifest['name']) ?? basename(cwd)).replace(/^@[^/]*\//, '').toLowerCase()
  const guesses: { [name in keyof Answers]?: unknown } = {
    name: name.replace(/[^a-z0-9-]+/g, '-'),
    description: word(manifest['description']),
    owners: owner,
  }
  const usable = Object.entries(guesses).flatMap(([key, value]) => {
    const read = value === undefined ? { fault: '' } : QUESTIONS[key as keyof Answers].read(value)
    return isRefused(read) ? [] : [[key, read] as const]
  })
  const depends = { ...(manifest['dependencies'] as object), ...(manifest['devDependencies'] as object) }
  return {
    guesses: Object.fromEntries(usable) as Partial<Answers>,
    commonJs: manifest['type'] === 'commonjs',
    depends: new Set(Object.keys(depends)),
    version: word(manifest['version'])?.replace(/[^0-9A-Za-z.+-]/g, '') ?? '1.0.0',
  }
}

function nearestManifest(cwd: string): { readonly [key: string]: unknown } {
  for (let folder = cwd; ; folder = dirname(folder)) {
    const file = join(folder, 'package.json')
    if (existsSync(file)) {
      try {
        const read: unknown = JSON.parse(readFileSync(file, 'utf8'))
        return typeof read === 'object' && read !== null ? (read as { readonly [key: string]: unknown }) : {}
      } catch {
        return {}
      }
    }
    if (dirname(folder) === folder) return {}
  }
}
