/** Shows how far something long is. */
export interface ProgressLine {
  /** Shows the state; on a terminal in place of the one before, elsewhere as a line of its own when a step begins. */
  show(step: string, done: number, total: number): void
  /** Ends the line, so that what follows begins on its own. */
  end(): void
}

const WIDTH = 28

/** Makes a progress line on standard output. */
export function createProgressLine(): ProgressLine {
  const live = process.stdout.isTTY === true && process.env['TERM'] !== 'dumb'
  let last: string | undefined
  return {
    show(step, done, total) {
      if (live) {
        const full = Math.round((WIDTH * done) / Math.max(total, 1))
        const bar = `${'█'.repeat(full)}${'░'.repeat(WIDTH - full)}`
        process.stdout.write(`\r\u001b[2K${bar} ${done}/${total} ${step}`)
      } else if (step !== last) process.stdout.write(`${step} (${done} of ${total} runs so far)\n`)
      last = step
    },
    end() {
      if (live && last !== undefined) process.stdout.write('\r\u001b[2K')
      last = undefined
    },
  }
}
