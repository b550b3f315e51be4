/** The part of `node:fs` that a sender uses. */
export type SenderFs = Pick<
  typeof import('node:fs'),
  'appendFileSync' | 'readFileSync' | 'readdirSync' | 'renameSync' | 'statSync' | 'unlinkSync' | 'writeFileSync'
>

/** The state folder as a sender sees it: names and binary strings. */
export interface Folder {
  /** A file's bytes, or undefined when it cannot be read. A path outside the folder is absolute. */
  read(name: string): string | undefined
  /** Writes a file whole or not at all. */
  write(name: string, text: string): void
  /** Makes a file that was not there; false when it was. */
  create(name: string, text: string): boolean
  append(name: string, text: string): void
  /** Renames; false when it is not there. */
  move(from: string, to: string): boolean
  remove(name: string): void
  names(): string[]
  /** Size in bytes, and time of the last change in ms; of a file that is not there 0 and 0. */
  look(name: string): readonly [size: number, changed: number]
}

/** Opens the state folder at a path that ends with the separator. */
export function openFolder(fs: SenderFs, path: string): Folder {
  const options = { mode: 0o600, encoding: 'latin1' } as const
  const did = (act: () => void): boolean => {
    try {
      act()
      return true
    } catch {
      return false
    }
  }
  const at = (name: string): string => (/^[a-z0-9.-]+$/.test(name) ? path + name : name)
  return {
    read(name) {
      let text: string | undefined
      did(() => (text = fs.readFileSync(at(name), 'latin1')))
      return text
    },
    write(name, text) {
      fs.writeFileSync(`${at(name)}.tmp`, text, options)
      fs.renameSync(`${at(name)}.tmp`, at(name))
    },
    create: (name, text) => did(() => fs.writeFileSync(at(name), text, { ...options, flag: 'wx' })),
    append: (name, text) => fs.appendFileSync(at(name), text, options),
    move: (from, to) => did(() => fs.renameSync(at(from), at(to))),
    remove: (name) => void did(() => fs.unlinkSync(at(name))),
    names: () => fs.readdirSync(path),
    look(name) {
      const stat = fs.statSync(at(name), { throwIfNoEntry: false })
      return [stat?.size ?? 0, stat?.mtimeMs ?? 0]
    },
  }
}
