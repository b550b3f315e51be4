import type { Attributed, Judged } from '../passage.ts'

/** Decides the actor class: what a verified token says, else nobody in particular. The client's own word has no part in it. */
export function attribute(value: Judged): Attributed {
  return { ...value, actor: value.grant?.actor ?? 'anonymous' }
}
