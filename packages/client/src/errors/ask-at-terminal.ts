import type { Readable, Writable } from 'node:stream'

/** Where the person is asked. */
export interface AskPorts {
  readonly input?: Readable & { readonly isTTY?: boolean }
  readonly output?: Writable & { readonly isTTY?: boolean }
  /** How long an answer is waited for, ms; default one minute. */
  readonly limit?: number
}

/** Anything that could move the cursor or hide what stands there. */
// eslint-disable-next-line no-control-regex
const UNPRINTABLE = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/g

/**
 * Shows the masked message of an error at the terminal and asks whether it may go with the report. Anything but a plain yes is a no:
 * another word, nothing, no answer in time, an end of input, and everything that is no terminal on both sides.
 */
export async function askAtTerminal(text: string, ports: AskPorts = {}): Promise<boolean> {
  const { input = process.stdin, output = process.stderr, limit = 60_000 } = ports
  if (input.isTTY !== true || output.isTTY !== true) return false
  const { createInterface } = await import('node:readline')
  const lines = createInterface({ input, output, terminal: false })
  try {
    output.write(
      `\nAn error report will be sent, as you allowed. May this message of the error go with it?\n\n` +
        `${text.replace(UNPRINTABLE, ' ').replace(/^/gm, '  | ')}\n\n` +
        `Send this message, too? [y/N] `,
    )
    const answer = await new Promise<string>((resolve) => {
      const timer = setTimeout(() => resolve(''), limit)
      lines.once('line', resolve)
      lines.once('close', () => resolve(''))
      lines.once('SIGINT', () => resolve(''))
      timer.unref()
    })
    return /^\s*(?:y|yes)\s*$/i.test(answer)
  } finally {
    lines.close()
  }
}
