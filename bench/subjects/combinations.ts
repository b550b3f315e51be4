const commands = ['init', 'build', 'test', 'lint', 'deploy', 'watch', 'clean', 'help'] as const
const outcomes = ['ok', 'error', 'aborted'] as const
const tools = ['npm', 'pnpm', 'yarn', 'bun', 'none'] as const
const files = [5, 50, 500, 5_000, 50_000] as const

/** The six values of one call. */
export interface Values {
  readonly command: (typeof commands)[number]
  readonly outcome: (typeof outcomes)[number]
  readonly cached: boolean
  readonly files: number
  readonly tool: (typeof tools)[number]
  readonly duration: number
}

/**
 * The values of as many calls, each of a combination of its own while there are any (1 200), made once: what is measured then is the
 * call and not the making of its argument, for us and for a peer.
 */
export function combinations(count: number): Values[] {
  return Array.from({ length: count }, (_, i) => ({
    command: pick(commands, i),
    outcome: pick(outcomes, Math.floor(i / 8)),
    cached: Math.floor(i / 24) % 2 === 0,
    files: pick(files, Math.floor(i / 48)),
    tool: pick(tools, Math.floor(i / 240)),
    duration: 20 + ((i * 37) % 4_000),
  }))
}

function pick<Value>(values: readonly Value[], i: number): Value {
  return values[i % values.length] as Value
}
