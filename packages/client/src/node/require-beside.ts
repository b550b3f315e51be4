/**
 * Loads a file that few processes need, at once: `requireBeside('./errors.ts') as typeof import('./errors.ts')`. In what is published
 * each such call is a plain `require` of a file of its own (see packages/client/beside-door.ts). For files that are late themselves.
 */
export const requireBeside: (path: string) => unknown = process
  .getBuiltinModule('node:module')
  .createRequire(import.meta.url)
