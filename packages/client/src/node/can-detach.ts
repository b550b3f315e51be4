/**
 * Whether a child can be started that is a plain Node: a single executable, Electron or a compiled Bun would start the tool itself
 * once more.
 */
export function canDetach(): boolean {
  const { versions, execPath, argv } = process
  // A single executable is its own script.
  if (versions.electron || versions.bun || versions.deno || argv[1] === execPath) return false
  const name = execPath.slice(Math.max(execPath.lastIndexOf('/'), execPath.lastIndexOf('\\')) + 1).toLowerCase()
  return ['node', 'node.exe', 'nodejs'].includes(name)
}
