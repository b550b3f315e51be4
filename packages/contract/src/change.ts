import type { Path } from './issue.ts'

/**
 * What a change means for others. `compatible`: nothing that was built on the contract has to change, and nobody is told more of.
 * `breaking`: a call, a chart or a stored figure no longer fits. `privacy-widening`: more is said, of more, for longer or to more
 * than people agreed to.
 */
export type ChangeClass = 'privacy-widening' | 'breaking' | 'compatible'

/** The classes in the order in which a reader wants them. */
export const CHANGE_CLASSES: readonly ChangeClass[] = ['privacy-widening', 'breaking', 'compatible']

/** What happened to the part; `looser` and `tighter` where one of the two forms holds all that the other does. */
export type ChangeWhat = 'added' | 'removed' | 'renamed' | 'looser' | 'tighter' | 'changed'

/** One difference between two contracts. What both breaks and widens is two changes of one path. */
export interface Change {
  /** Keys from the contract down, in the words of whoever writes contracts: `['events', 'command.completed', 'by', 'os']`. */
  readonly path: Path
  readonly what: ChangeWhat
  readonly class: ChangeClass
  /** One whole sentence for a reader who has seen neither contract. */
  readonly sentence: string
}
