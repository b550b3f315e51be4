/**
 * Whether a child can be started that is a plain Node: a single executable, Electron or a compiled Bun would start the tool itself
 * once more.
 */
export function canDetach(): boolean {
  const { versions, execPath } = process
  if (versions.electron !== undefined || versions.bun !== undefined || versions.deno !== undefined) return false
  return /(?:^|[\\/])node(?:js)?(?:\.exe)?$/i.test(execPath)
}
