import type { Disk, Encoding } from '../core/disk.ts'

/** The part of `node:fs` that the client uses. */
export type Fs = Pick<
  typeof import('node:fs'),
  | 'closeSync'
  | 'fstatSync'
  | 'mkdirSync'
  | 'openSync'
  | 'readdirSync'
  | 'readFileSync'
  | 'renameSync'
  | 'statSync'
  | 'unlinkSync'
  | 'writeSync'
>

/** The disk of this machine. Files are 0600 and folders it makes 0700: what was counted is its user's alone. */
export function createNodeDisk(fs: Fs, pid: number): Disk {
  let temporary = 0

  function open(path: string, flags: string): number {
    try {
      return fs.openSync(path, flags, 0o600)
    } catch (error) {
      if (codeOf(error) !== 'ENOENT') throw error
      makeFolder(parentOf(path))
      return fs.openSync(path, flags, 0o600)
    }
  }

  // Not `recursive`: Node goes round for ever where a folder can neither be found nor made, as below /proc.
  function makeFolder(path: string, again = true): void {
    try {
      fs.mkdirSync(path, 0o700)
    } catch (error) {
      const code = codeOf(error)
      if (code === 'EEXIST') return
      if (code !== 'ENOENT' || !again) throw error
      makeFolder(parentOf(path))
      makeFolder(path, false)
    }
  }

  function put(path: string, flags: string, text: string, encoding: Encoding = 'utf8'): number {
    const file = open(path, flags)
    try {
      const bytes = Buffer.from(text, encoding)
      // One write: lines of processes that end at the same time do not mix. A full disk may take only a part of it. Of lines the rest
      // is given up: a second write could end up behind another process's, and a later try would write the first part again.
      if (fs.writeSync(file, bytes) < bytes.length && flags !== 'a') throw new Error('Disk full.')
      return fs.fstatSync(file).size
    } finally {
      fs.closeSync(file)
    }
  }

  return {
    read(path, encoding = 'utf8') {
      // Asked for first: an error that is made for nothing costs more than a look.
      const seen = fs.statSync(path, QUIET)
      // A link in somebody's project may lead to a device, whose end never comes.
      if (seen && !seen.isFile()) throw new Error('No file.')
      return seen && ifThere(() => fs.readFileSync(path, encoding))
    },
    write(path, text, encoding) {
      const draft = `${path}.${pid}-${temporary++}.tmp`
      try {
        put(draft, 'w', text, encoding)
        fs.renameSync(draft, path)
      } catch (error) {
        ifThere(() => fs.unlinkSync(draft))
        throw error
      }
    },
    append: (path, text, encoding) => put(path, 'a', text, encoding),
    create(path, text) {
      try {
        put(path, 'wx', text)
        return true
      } catch (error) {
        if (codeOf(error) === 'EEXIST') return false
        throw error
      }
    },
    rename: (from, to) => ifThere(() => (fs.renameSync(from, to), true)) ?? false,
    remove(path) {
      ifThere(() => fs.unlinkSync(path))
    },
    list: (folder) => ifThere(() => fs.readdirSync(folder)) ?? [],
    look: (path) => fs.statSync(path, QUIET),
  }
}

const QUIET = { throwIfNoEntry: false } as const

function parentOf(path: string): string {
  return path.replace(/[\\/][^\\/]*$/, '')
}

function ifThere<T>(act: () => T): T | undefined {
  try {
    return act()
  } catch (error) {
    const code = codeOf(error)
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined
    throw error
  }
}

function codeOf(error: unknown): string | undefined {
  return (error as { code?: string } | undefined)?.code
}
