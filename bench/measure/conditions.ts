import { availableParallelism, totalmem } from 'node:os'

/** On what, with what and when figures were taken. Nothing that tells one machine from another of its class. */
export interface Conditions {
  readonly cores: number
  /** Whole GiB. */
  readonly memory: number
  readonly system: string
  readonly node: string
  /** UTC day. */
  readonly day: string
}

/** The conditions of this run. */
export function readConditions(): Conditions {
  return {
    cores: availableParallelism(),
    memory: Math.round(totalmem() / 2 ** 30),
    system: `${process.platform} ${process.arch}`,
    node: process.versions.node,
    day: new Date().toISOString().slice(0, 10),
  }
}

/** The conditions in one sentence. */
export function explainConditions({ cores, memory, system, node, day }: Conditions): string {
  return `${day}, Node ${node}, ${cores} cores, ${memory} GiB, ${system}.`
}
