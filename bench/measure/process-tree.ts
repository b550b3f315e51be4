import { readdirSync, readFileSync } from 'node:fs'

/** What processes have used so far. */
export interface TreeUse {
  /** Seconds of CPU, user and system. */
  readonly cpu: number
  /** The most memory that each ever had, added up, in bytes. */
  readonly memory: number
}

/** Ticks of a second in /proc, the same on every Linux that Node runs on. */
const TICKS = 100

/** What a process has used, without its children. Linux only. */
export function processUse(pid: number): TreeUse {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
  // The name in brackets can hold anything; the fields are counted from behind it.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  const peak = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))
  return { cpu: (Number(fields[11]) + Number(fields[12])) / TICKS, memory: Number(peak?.[1] ?? 0) * 1024 }
}

/** Children of a process, their children, and so on. */
export function descendants(pid: number): number[] {
  const threads = readdirSync(`/proc/${pid}/task`)
  const children = threads.flatMap((thread) =>
    readFileSync(`/proc/${pid}/task/${thread}/children`, 'utf8').split(' ').filter(Boolean).map(Number),
  )
  return children.flatMap((child) => [child, ...descendants(child)])
}

/** What the children of a process have used, at all depths. */
export function childrenUse(pid: number): TreeUse {
  const uses = descendants(pid).map(processUse)
  return {
    cpu: uses.reduce((sum, use) => sum + use.cpu, 0),
    memory: uses.reduce((sum, use) => sum + use.memory, 0),
  }
}
