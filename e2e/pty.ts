import { spawn } from 'node:child_process'

/** A command at a terminal of its own. */
export interface Pty {
  /** Types: letters, or the bytes of a key. */
  type(text: string): void
  /** Waits until something is on the screen that was not there when it was last waited for. */
  until(text: string | RegExp): Promise<void>
  /** Everything that was written to the terminal, with its control characters. */
  written(): string
  /** Its exit code. */
  readonly gone: Promise<number | null>
}

/** Keys that are no letters. */
export const KEY = { enter: '\r', down: '\x1b[B', escape: '\x1b', ctrlC: '\x03', ctrlU: '\x15' } as const

/** Starts a command at a terminal of 100 columns (`script` of util-linux gives it one); it is ended after two minutes. */
export function openPty(
  command: readonly string[],
  { cwd, env = {} }: { readonly cwd: string; readonly env?: { readonly [name: string]: string | undefined } },
): Pty {
  const quoted = command.map((word) => `'${word.replaceAll("'", String.raw`'\''`)}'`).join(' ')
  const child = spawn('script', ['-qec', `stty cols 100 rows 40; exec ${quoted}`, '/dev/null'], {
    cwd,
    env: { ...process.env, TERM: 'xterm-256color', NO_COLOR: undefined, CI: undefined, VITEST: undefined, ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  let written = ''
  let seen = 0
  let ended = false
  child.stdout.setEncoding('utf8').on('data', (text: string) => (written += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (written += text))
  child.stdin.on('error', () => {})
  const timer = setTimeout(() => child.kill('SIGKILL'), 120_000)
  const gone = new Promise<number | null>((resolve) =>
    child.on('close', (code) => {
      ended = true
      clearTimeout(timer)
      resolve(code)
    }),
  )
  return {
    type: (text) => void child.stdin.write(text),
    async until(text) {
      const end = Date.now() + 60_000
      for (;;) {
        const fresh = written.slice(seen)
        const at = typeof text === 'string' ? fresh.indexOf(text) : fresh.search(text)
        if (at >= 0) {
          seen += at + (typeof text === 'string' ? text.length : (text.exec(fresh)?.[0].length ?? 0))
          return
        }
        if (ended || Date.now() > end) throw new Error(`It was never written: ${text}\n${fresh}`)
        await new Promise((resolve) => setTimeout(resolve, 20))
      }
    },
    written: () => written,
    gone,
  }
}
