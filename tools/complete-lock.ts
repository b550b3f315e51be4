// Completes package-lock.json with the platform packages that npm left out.
//
// npm leaves an optional dependency out of the lock when the registry it was asked at did not have that platform's
// package, and `npm ci` then refuses the lock anywhere ("Missing: … from lock file"), on the platforms that never need
// the package too. The entries written here name the version that the parent asks for and the platform that the
// package's own name states; they carry no integrity, because nobody here ever saw the file.
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

interface LockEntry {
  version?: string
  dev?: boolean
  optional?: boolean
  os?: string[]
  cpu?: string[]
  libc?: string[]
  optionalDependencies?: Record<string, string>
}

const systems = ['aix', 'android', 'darwin', 'freebsd', 'linux', 'netbsd', 'openbsd', 'openharmony', 'sunos', 'win32']
const processors = ['arm', 'arm64', 'ia32', 'loong64', 'mips64el', 'ppc64', 'riscv64', 's390x', 'wasm32', 'x64']

/** Reads the platform out of a package's name, such as `@oxlint/binding-linux-arm64-musl`; undefined when it names none. */
function platformOf(name: string): Pick<LockEntry, 'os' | 'cpu' | 'libc'> | undefined {
  const words = name.split(/[/@-]/)
  const os = words.filter((word) => systems.includes(word))
  const cpu = words.filter((word) => processors.includes(word))
  if (cpu.length !== 1) return undefined
  const libc = words.some((word) => word.startsWith('musl'))
    ? ['musl']
    : words.some((word) => word.startsWith('gnu'))
      ? ['glibc']
      : []
  return { cpu, ...(os.length > 0 ? { os } : {}), ...(libc.length > 0 ? { libc } : {}) }
}

/** Every place where a package at `path` finds `name`, nearest first. */
function placesSeenFrom(path: string, name: string): string[] {
  const places = [`${path}/node_modules/${name}`]
  for (
    let cut = path.lastIndexOf('node_modules/');
    cut >= 0;
    cut = cut === 0 ? -1 : path.lastIndexOf('node_modules/', cut - 1)
  ) {
    places.push(`${path.slice(0, cut)}node_modules/${name}`)
  }
  return places
}

/**
 * Adds the entries that are missing to a parsed lock file, in place.
 * Returns the names added, sorted; an empty list means that the lock was complete.
 */
export function completeLock(lock: { packages: Record<string, LockEntry> }): string[] {
  const added: string[] = []
  for (const [path, parent] of Object.entries(lock.packages)) {
    for (const [name, version] of Object.entries(parent.optionalDependencies ?? {})) {
      const platform = platformOf(name)
      if (platform === undefined || !/^\d+\.\d+\.\d+/.test(version)) continue
      if (placesSeenFrom(path, name).some((place) => lock.packages[place]?.version === version)) continue
      const atRoot = `node_modules/${name}`
      const place = lock.packages[atRoot] === undefined ? atRoot : `${path}/${atRoot}`
      const entry: LockEntry = { ...(parent.dev ? { dev: true } : {}), optional: true, ...platform }
      // In npm's own order, so that its next visit changes nothing.
      lock.packages[place] = {
        version,
        ...Object.fromEntries(Object.entries(entry).sort(([a], [b]) => a.localeCompare(b, 'en'))),
      }
      added.push(`${name}@${version}`)
    }
  }
  const byPath = Object.entries(lock.packages).sort(([a], [b]) => a.localeCompare(b, 'en'))
  lock.packages = Object.fromEntries(byPath)
  return added.sort()
}

if (import.meta.main) {
  const file = join(import.meta.dirname, '..', 'package-lock.json')
  const lock = JSON.parse(await readFile(file, 'utf8'))
  const added = completeLock(lock)
  if (process.argv.includes('--check')) {
    if (added.length > 0)
      console.log(`package-lock.json lacks ${added.length} platform packages; run: node tools/complete-lock.ts`)
    process.exitCode = added.length > 0 ? 1 : 0
  } else if (added.length > 0) {
    await writeFile(file, `${JSON.stringify(lock, null, 2)}\n`)
    console.log(`package-lock.json: added ${added.length} platform packages`)
  }
}
