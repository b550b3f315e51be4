/** How text becomes bytes. `latin1` is for binary strings: one character a byte, so that offsets are byte offsets. */
export type Encoding = 'utf8' | 'latin1'

/** The disk as the client needs it. Paths are absolute. What fails throws, but for what is simply not there. */
export interface Disk {
  /** A file's text, or undefined when there is none. */
  read(path: string, encoding?: Encoding): string | undefined
  /** Writes a file whole or not at all: private, to a temporary name, then renamed. Makes its folder. */
  write(path: string, text: string, encoding?: Encoding): void
  /** Adds text in one write, making the file and its folder, and gives the size it has then, bytes. */
  append(path: string, text: string, encoding?: Encoding): number
  /** Makes a file that was not there; false when it was. */
  create(path: string, text: string): boolean
  /** Renames a file; false when it is not there. */
  rename(from: string, to: string): boolean
  /** Removes a file, if it is there. */
  remove(path: string): void
  /** The names in a folder; none when it is not there. */
  list(folder: string): string[]
  /**
   * A file's size in bytes, the time of its last change, ms, and a number that is another when it was written anew; undefined when
   * there is none.
   */
  look(path: string): { readonly size: number; readonly mtimeMs: number; readonly ino: number } | undefined
}
