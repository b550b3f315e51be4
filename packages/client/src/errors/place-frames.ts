import type { StackFrame } from './read-stack.ts'

/** What a frame is told as: a file of the build with its place, a package by its name, or nothing, which is foreign. */
export type PlacedFrame =
  | { readonly file: string; readonly line: number; readonly column: number }
  | { readonly package: string }

/** What files are held against. */
export interface FramePorts {
  /** The files of the build, as their manifest writes them. */
  readonly files: ReadonlySet<string>
  /** The folder that they lie below: a path or a file URL; without one a file is known by the end of its path. */
  readonly root: string | undefined
}

/**
 * Says of each frame which file of the product's own build it is, or of which package; everything else is undefined. No part of a path
 * that is not in the manifest comes out of here but the name of a package, which the contract's list is still to allow.
 */
export function placeFrames(
  frames: readonly (StackFrame | undefined)[],
  ports: FramePorts,
): readonly (PlacedFrame | undefined)[] {
  const root = ports.root === undefined ? undefined : plainPath(ports.root).replace(/\/+$/, '')
  return frames.map((frame) => {
    if (frame === undefined) return undefined
    const path = plainPath(frame.file)
    const file = ownFile(path, ports.files, root)
    if (file !== undefined) return { file, line: frame.line, column: frame.column }
    const name = packageOf(path)
    return name === undefined ? undefined : { package: name }
  })
}

// One way to write a path: `/` between its parts, no URL, the letter of a Windows drive small.
function plainPath(text: string): string {
  let path = text
  if (path.startsWith('file://')) {
    try {
      path = decodeURIComponent(path.slice(7)).replace(/[?#].*$/s, '')
    } catch {
      return ''
    }
    // `file:///C:/x` is `C:/x`.
    path = path.replace(/^\/(?=[A-Za-z]:)/, '')
  }
  return path.replaceAll('\\', '/').replace(/^[A-Z](?=:\/)/, (drive) => drive.toLowerCase())
}

function ownFile(path: string, files: ReadonlySet<string>, root: string | undefined): string | undefined {
  if (root !== undefined) {
    if (!path.startsWith(`${root}/`)) return undefined
    const file = path.slice(root.length + 1)
    return files.has(file) ? file : undefined
  }
  // The longest end of the path that is a file of the build. In a package only one below its own folder: what lies deeper is called
  // alike and is not the same.
  const [, inside = path] = /^.*\/node_modules\/((?:@[^/]*\/)?[^/]*\/.*)$/s.exec(path) ?? []
  const rest = inside === path ? undefined : inside.replace(/^(?:@[^/]*\/)?[^/]*\//, '')
  for (let at = path.indexOf('/'); at >= 0; at = path.indexOf('/', at + 1)) {
    const file = path.slice(at + 1)
    if (files.has(file) && (rest === undefined || file.length >= rest.length)) return file
  }
  return undefined
}

// The innermost `node_modules/NAME/` or `node_modules/@SCOPE/NAME/`.
function packageOf(path: string): string | undefined {
  const at = path.lastIndexOf('/node_modules/')
  if (at < 0) return undefined
  const [one = '', two = ''] = path.slice(at + 14).split('/', 2)
  const name = one.startsWith('@') ? `${one}/${two}` : one
  return /^(?:@[a-z0-9._~-]+\/)?[a-z0-9._~-]{1,100}$/i.test(name) ? name : undefined
}
