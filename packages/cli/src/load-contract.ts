import type { Contract } from '@plainsight/contract'
import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

/** A contract file that was read, or the sentence that says why it could not be. */
export type LoadedContract =
  | { readonly kind: 'contract'; readonly contract: Contract }
  | { readonly kind: 'refused'; readonly message: string; readonly line?: number; readonly column?: number }

/** Milliseconds that a contract may take to load: it is plain data, so seconds are plenty even on a busy machine. */
export const LOAD_LIMIT_MS: number = 20_000

/** Bytes that a contract may have as JSON; five real catalogs together have a tenth of it. */
export const SIZE_LIMIT: number = 4 * 1024 * 1024

/**
 * Loads a contract file in a child process with limits on time and size: whatever is in the file, this resolves with the contract
 * or with one sentence. What comes back is plain data of unknown shape: `check` says whether it is a contract.
 * @param file absolute path of a `NAME.telemetry.ts` (or `.js`, `.mts`, `.mjs`)
 * @param limitMs milliseconds until the child is ended
 */
export function loadContract(file: string, limitMs: number = LOAD_LIMIT_MS): Promise<LoadedContract> {
  return new Promise((resolve) => {
    const child = spawn(
      process.execPath,
      [...typeStripping(), CHILD, file, import.meta.resolve('@plainsight/client/contract')],
      {
        // Its own words go nowhere: a contract that prints would otherwise spoil what the command prints.
        stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
        env: withoutInspection(process.env),
      },
    )
    let text = ''
    let refusal: string | undefined
    const refuse = (message: string): void => {
      refusal ??= message
      child.kill('SIGKILL')
    }
    const timer = setTimeout(
      () =>
        refuse(`It did not end loading within ${limitMs / 1000} s; a contract is plain data and waits for nothing.`),
      limitMs,
    )
    const answers = child.stdio[3] as NodeJS.ReadableStream
    answers.setEncoding('utf8')
    answers.on('data', (part: string) => {
      text += part
      if (text.length > SIZE_LIMIT)
        refuse(`It is larger than ${SIZE_LIMIT / 1024 / 1024} MB; a contract is a list of what may be reported.`)
    })
    child.on('error', (error) => refuse(`It could not be loaded: ${error.message}.`))
    child.on('close', () => {
      clearTimeout(timer)
      resolve(refusal === undefined ? readAnswer(text) : { kind: 'refused', message: refusal })
    })
  })
}

const CHILD: string = fileURLToPath(
  new URL(import.meta.url.endsWith('.ts') ? './contract-child.ts' : './contract-child.js', import.meta.url),
)

function readAnswer(text: string): LoadedContract {
  try {
    return JSON.parse(text) as LoadedContract
  } catch {
    return {
      kind: 'refused',
      message: 'It ended the process while it was loaded; a contract is plain data and does nothing.',
    }
  }
}

// Node strips types by itself from 22.18 on; before, it wants to be asked.
function typeStripping(): string[] {
  return [...(process.features.typescript === false ? ['--experimental-strip-types'] : []), '--no-warnings']
}

// A debugger waits for the parent, not for each child.
function withoutInspection(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const { NODE_OPTIONS: _options, ...rest } = env
  return rest
}
