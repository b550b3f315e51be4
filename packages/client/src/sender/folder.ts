/** The part of `node:fs` that a sender uses. */
export type SenderFs = Pick<
  typeof import('node:fs'),
  'appendFileSync' | 'readFileSync' | 'readdirSync' | 'renameSync' | 'statSync' | 'unlinkSync' | 'writeFileSync'
>

/**
 * The state folder as a sender sees it: names and binary strings. A tuple, for what has no property names is small once minified.
 * - `read` gives a file's bytes, or undefined when it cannot be read;
 * - `write` writes a file whole or not at all;
 * - `move` renames, and gives true when the file was there;
 * - `remove` removes a file, if it is there;
 * - `names` gives the names in the folder.
 */
export type Folder = readonly [
  read: (name: string) => string | undefined,
  write: (name: string, text: string) => void,
  move: (from: string, to: string) => true | undefined,
  remove: (name: string) => void,
  names: () => string[],
]

/** Opens the state folder at a path that ends with the separator. */
export function openFolder(fs: SenderFs, path: string): Folder {
  const attempt = <T>(act: () => T): T | undefined => {
    try {
      return act()
    } catch {
      return undefined
    }
  }
  return [
    (name) => attempt(() => fs.readFileSync(path + name, 'latin1')),
    (name, text) => {
      fs.writeFileSync(`${path}${name}.tmp`, text, OPTIONS)
      fs.renameSync(`${path}${name}.tmp`, path + name)
    },
    (from, to) => attempt(() => (fs.renameSync(path + from, path + to), true)),
    (name) => attempt(() => fs.unlinkSync(path + name)),
    () => fs.readdirSync(path),
  ]
}

/** How files are written: for their user alone, and as binary strings. */
export const OPTIONS = { mode: 0o600, encoding: 'latin1' } as const
