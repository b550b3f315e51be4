/** What the file beside the door gives. */
export type NodeControl = typeof import('./control.ts')

let loaded: NodeControl | undefined
let coming: Promise<void> | undefined

/**
 * Loads what a process seldom needs, at once: a file beside this one. A host that was bundled into one file has no such file; its
 * bundler has taken the import along, and what is undefined now is there a moment later.
 */
export function loadControl(): NodeControl | undefined {
  if (loaded !== undefined || coming !== undefined) return loaded
  try {
    const here = import.meta.url
    const beside = here.endsWith('.ts') ? './control.ts' : './node-control.cjs'
    loaded = process.getBuiltinModule('node:module').createRequire(here)(beside) as NodeControl
  } catch {
    coming = import('./control.ts').then(
      (control) => void (loaded = control),
      () => {},
    )
  }
  return loaded
}

/** In a host that was bundled, sees to it that what is seldom needed will be there. */
export function prepareControl(): void {
  if (!/[\\/]node\.c?js$|\.ts$/.test(import.meta.url)) loadControl()
}
