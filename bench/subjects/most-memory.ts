import { readFileSync } from 'node:fs'

/**
 * The most memory that this process ever had, in bytes. From /proc where there is one: the figure of `resourceUsage` starts, on Linux, at
 * what the process had that started this one.
 */
export function mostMemory(): number {
  try {
    const peak = /VmHWM:\s+(\d+) kB/.exec(readFileSync('/proc/self/status', 'utf8'))
    if (peak !== null) return Number(peak[1]) * 1024
  } catch {
    // Not Linux.
  }
  return process.resourceUsage().maxRSS * 1024
}
