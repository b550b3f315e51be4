import { isProjectRoot } from './is-project-root.ts'
import type { PlacePorts } from './places.ts'

let last: { readonly from: string; readonly home: string | undefined; readonly root: string | undefined } | undefined

/**
 * The project that a folder is part of: the nearest folder upwards that holds `.git` or a package manifest, never above the home folder,
 * as the project's choice is found (`projectFile`). It tells projects apart within this process alone: it is never hashed, kept or sent.
 * @param from the folder that something runs in
 * @param has whether a path is there
 * @returns undefined where there is none
 */
export function projectRoot(from: string, ports: PlacePorts, has: (path: string) => boolean): string | undefined {
  const home = ports.home()
  // A loop that records asks again and again about the same folder, and each answer is nine looks a folder.
  if (last?.from !== from || last.home !== home) last = { from, home, root: seek(from, home, ports, has) }
  return last.root
}

function seek(
  from: string,
  home: string | undefined,
  { path }: PlacePorts,
  has: (path: string) => boolean,
): string | undefined {
  for (let folder = from; ;) {
    if (isProjectRoot(folder, path.sep, has)) return folder
    const above = path.dirname(folder)
    if (folder === home || above === folder) return undefined
    folder = above
  }
}
