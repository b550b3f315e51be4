/** What was thrown while a contract was loaded: one sentence, and the place in the contract where that can be told. */
export interface Thrown {
  readonly message: string
  readonly line?: number
  readonly column?: number
}

/**
 * Turns whatever was thrown into one sentence and, where the stack tells, a place in the file. Never gives a stack trace.
 * @param url the contract's own address, as it stands in stacks
 */
export function describeThrown(thrown: unknown, url: string): Thrown {
  if (!(thrown instanceof Error)) return { message: `It threw ${String(thrown).slice(0, 80)} while it was loaded.` }
  const code = (thrown as { readonly code?: unknown }).code
  const stack = String(thrown.stack ?? '')
  const place = placeIn(stack, url)
  // The first line is the sentence; what follows is a picture of the source.
  const said =
    thrown.message
      .split('\n')
      .find((line) => line.trim() !== '')
      ?.trim() ?? thrown.name
  if (code === 'ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX')
    return {
      message: `It uses a part of TypeScript that cannot simply be left out (${said}); use types only.`,
      ...place,
    }
  if (thrown.name === 'SyntaxError' && said.startsWith('Cannot use import statement'))
    return {
      message:
        'Its package says that its files are CommonJS: put "type": "module" into that package.json, or call the file NAME.telemetry.mts.',
      ...place,
    }
  if (thrown.name === 'SyntaxError')
    return { message: `It is not TypeScript that can be read: ${ended(said)}`, ...place }
  if (code === 'ERR_MODULE_NOT_FOUND')
    return {
      message: `It imports something that is not there: ${ended(said.replace(/ imported from .*$/, ''))}`,
      ...place,
    }
  return {
    message: `It threw while it was loaded: ${thrown.name === 'Error' ? '' : `${thrown.name}: `}${ended(said)}`,
    ...place,
  }
}

function placeIn(stack: string, url: string): { line?: number; column?: number } {
  // `file:///…/acme.telemetry.ts:12:7` in a frame, `file:///…/acme.telemetry.ts:12` above the picture of a syntax error.
  for (let at = stack.indexOf(url); at !== -1; at = stack.indexOf(url, at + 1)) {
    const match = /^:(\d+)(?::(\d+))?/.exec(stack.slice(at + url.length))
    if (match !== null)
      return { line: Number(match[1]), ...(match[2] === undefined ? {} : { column: Number(match[2]) }) }
  }
  return {}
}

function ended(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`
}
