/** One frame as it was found: a file and a place in it; undefined is a frame that says nothing of a file. */
export interface StackFrame {
  /** A path or a file URL, as the engine wrote it. */
  readonly file: string
  readonly line: number
  readonly column: number
}

/** Of a stack this much is read, characters and frames: what lies deeper says nothing about where it was thrown. */
const MOST_TEXT = 65_536
const MOST_FRAMES = 200
/** By so many characters a message is found in its stack. */
const MOST_HEAD = 4_096

/**
 * Reads the stack of something thrown. What an overridden `prepareStackTrace` made of it is read where it is a list of call sites or
 * text in the usual form, and is no stack otherwise. Code made by `eval`, the engine's own and what has no file are undefined.
 * @param stack the property `stack`, whatever it is
 * @param message the message, which stands before the frames of a text and may look like frames itself
 */
export function readStack(stack: unknown, message: unknown): readonly (StackFrame | undefined)[] {
  if (typeof stack === 'string') return readText(stack, message)
  // A list that the host made may be a proxy: asking what it is may throw.
  try {
    if (!Array.isArray(stack)) return []
    return Array.from({ length: Math.min(stack.length, MOST_FRAMES) }, (_, i) => readCallSite(stack[i]))
  } catch {
    return []
  }
}

function readText(stack: string, message: unknown): readonly (StackFrame | undefined)[] {
  let text = stack.slice(0, MOST_TEXT)
  // The head is the class and the message: of a long one nothing is left to read, and nothing of it is taken for a frame.
  const told = typeof message === 'string' ? message : ''
  const at = told === '' ? -1 : text.indexOf(told.slice(0, MOST_HEAD))
  const first = text.search(/\n[ \t]*at /)
  if (at >= 0 && (first < 0 || at <= first)) text = text.slice(at + told.length)
  return text
    .split('\n')
    .filter((line) => /^\s*at /.test(line))
    .slice(0, MOST_FRAMES)
    .map(readLine)
}

// `at name (file:1:2)`, `at async file:///x:1:2`, `at C:\x.js:1:2`; `eval at …` inside the brackets is code that has no file.
function readLine(line: string): StackFrame | undefined {
  if (line.length > 4_096 || line.includes('eval at ')) return undefined
  const text = line.trim()
  const end = text.endsWith(')') ? text.length - 1 : text.length
  const from = text.endsWith(')') ? text.lastIndexOf(' (') + 2 : text.startsWith('at async ') ? 9 : 3
  if (from < 2) return undefined
  return readPlace(text.slice(from, end))
}

function readPlace(place: string): StackFrame | undefined {
  const second = place.lastIndexOf(':')
  const first = place.lastIndexOf(':', second - 1)
  const [line, column] = [place.slice(first + 1, second), place.slice(second + 1)]
  if (first < 1 || !/^\d{1,7}$/.test(line) || !/^\d{1,7}$/.test(column)) return undefined
  return { file: place.slice(0, first), line: Number(line), column: Number(column) }
}

function readCallSite(site: unknown): StackFrame | undefined {
  try {
    const call = (name: string): unknown => {
      const method = (site as { readonly [name: string]: unknown })[name]
      return typeof method === 'function' ? (method as () => unknown).call(site) : undefined
    }
    const [file, line, column] = [call('getFileName'), call('getLineNumber'), call('getColumnNumber')]
    if (call('isEval') === true || call('isNative') === true) return undefined
    return typeof file === 'string' && typeof line === 'number' && typeof column === 'number'
      ? { file, line, column }
      : undefined
  } catch {
    return undefined
  }
}
