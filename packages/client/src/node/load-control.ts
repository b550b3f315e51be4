/** What the file beside the door gives. */
export type NodeControl = typeof import('./control.ts')

// Written `require` in what is published (packages/client/beside-door.ts): bundlers follow it, so that a host in one file has the other
// file in it. Node knows it in CommonJS only.
declare const requireBeside: (path: string) => NodeControl

let loaded: NodeControl | undefined
let coming: Promise<void> | undefined

/**
 * Loads what a process seldom needs, at once: a file beside this one, or behind it in a bundle. A bundler that follows no `require`
 * has taken the import along, and what is undefined now is there a moment later.
 */
export function loadControl(): NodeControl | undefined {
  if (loaded === undefined && coming === undefined) {
    try {
      loaded = requireBeside('./control.ts')
    } catch {
      try {
        const here = import.meta.url
        const beside = here.endsWith('.ts') ? './control.ts' : './node-control.cjs'
        loaded = process.getBuiltinModule('node:module').createRequire(here)(beside) as NodeControl
      } catch {
        coming = import('./control.ts').then((control) => void (loaded = control)).catch(() => {})
      }
    }
  }
  return loaded
}

/** The same for a caller who can wait. */
export async function awaitControl(): Promise<NodeControl | undefined> {
  return loadControl() ?? (await coming, loaded)
}
