import type { Fs } from '../node/node-disk.ts'
import type { SenderFs } from '../sender/folder.ts'

interface MemoryFile {
  bytes: Buffer
  changed: number
}

/** A disk in memory: what the client uses of `node:fs`, with its error codes. Folders exist when something is in them. */
export interface MemoryFs {
  readonly fs: Fs & SenderFs
  /** Every file with its text. */
  readonly files: ReadonlyMap<string, MemoryFile>
  /** Makes every write fail with a code, such as `ENOSPC` or `EROFS`; undefined mends it. */
  refuse(code: string | undefined): void
}

/** Makes an empty disk in memory. */
export function createMemoryFs(now: () => number): MemoryFs {
  const files = new Map<string, MemoryFile>()
  const open = new Map<number, string>()
  let next = 3
  let refused: string | undefined

  function fail(code: string, path: string): never {
    throw Object.assign(new Error(`${code}: ${path}`), { code })
  }
  function fileAt(path: string): MemoryFile {
    return files.get(path) ?? fail('ENOENT', path)
  }
  function put(path: string, flag: string): MemoryFile {
    if (refused !== undefined) fail(refused, path)
    const known = files.get(path)
    if (known !== undefined && flag.includes('x')) fail('EEXIST', path)
    if (known !== undefined && flag === 'a') return known
    const made = { bytes: Buffer.alloc(0), changed: now() }
    files.set(path, made)
    return made
  }
  function add(path: string, flag: string, text: string | Uint8Array, encoding: BufferEncoding = 'utf8'): void {
    const file = put(path, flag)
    const more = typeof text === 'string' ? Buffer.from(text, encoding) : text
    file.bytes = Buffer.concat([file.bytes, more])
    file.changed = now()
  }

  const fs = {
    openSync(path: string, flags: string): number {
      if (flags === 'r') fileAt(path)
      else put(path, flags)
      open.set(next, path)
      return next++
    },
    closeSync: (fd: number) => void open.delete(fd),
    writeSync(fd: number, bytes: Uint8Array): number {
      add(open.get(fd) ?? fail('EBADF', String(fd)), 'a', bytes)
      return bytes.length
    },
    fstatSync: (fd: number) => ({ size: fileAt(open.get(fd) ?? '').bytes.length }),
    mkdirSync: () => undefined,
    readFileSync: (path: string, encoding: BufferEncoding) => fileAt(path).bytes.toString(encoding),
    readdirSync(folder: string): string[] {
      const inside = folder.endsWith('/') ? folder : `${folder}/`
      const below = [...files.keys()].filter((path) => path.startsWith(inside))
      return [...new Set(below.map((path) => path.slice(inside.length).replace(/\/.*/, '')))]
    },
    renameSync(from: string, to: string): void {
      const file = fileAt(from)
      if (refused !== undefined) fail(refused, to)
      files.delete(from)
      files.set(to, file)
    },
    unlinkSync(path: string): void {
      fileAt(path)
      files.delete(path)
    },
    statSync(path: string) {
      const file = files.get(path)
      return file && { ino: 1, size: file.bytes.length, mtimeMs: file.changed, isFile: () => true }
    },
    appendFileSync: (path: string, text: string, options: { encoding: BufferEncoding }) =>
      add(path, 'a', text, options.encoding),
    writeFileSync: (path: string, text: string, options: { encoding?: BufferEncoding; flag?: string }) =>
      add(path, options.flag ?? 'w', text, options.encoding),
  }
  return {
    // Of each function only the forms that the client calls are here.
    fs: fs as unknown as Fs & SenderFs,
    files,
    refuse(code) {
      refused = code
    },
  }
}
