import type { IdKind } from './fields/id.ts'

// Apart from the type `id`, which a program without ids never loads.

/** The kinds of id that name someone or something lasting: they travel apart from fields and are set by `identify`. */
export const EXTERNAL_ID_KINDS: readonly IdKind[] = ['project', 'user', 'org', 'tenant', 'anonymous']
