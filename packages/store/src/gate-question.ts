/**
 * Words that no question holds, and their reasons. Two of them are not stopped by a read-only session: the in-process engine writes
 * files for INTO OUTFILE, and reads them with the function `file`.
 */
const REFUSED_WORDS = [
  'outfile',
  'file',
  'system',
  'information_schema',
  'catboostEvaluate',
  'sleep',
  'sleepEachRow',
] as const

const REFUSED_WORD = new RegExp(`\\b(${REFUSED_WORDS.join('|')})\\b`, 'i')

/**
 * Looks at the text of a question before any engine does. The rules are about the text and need no parser, so that there is no second
 * opinion about where a comment or a string ends: what could start one is refused. Values never stand in the text, they are bound.
 * This is one of three gates: the engine's grants know no source but the store's own tables, and the reader's session is read-only.
 * @returns a sentence when it is refused, undefined when it may be asked
 */
export function gateQuestion(sql: string): string | undefined {
  if (sql.length > 100_000) return 'A question is at most 100 000 characters long.'
  if (!/^\s*(?:SELECT|WITH)\s/i.test(sql)) return 'A question starts with SELECT or WITH.'
  if (sql.includes(';')) return 'A question is one statement: it holds no semicolon.'
  if (/--|\/\*|#|\\/.test(sql)) return 'A question holds no comment and no backslash.'
  if (/[^\t\n\r\x20-\x7e]/.test(sql)) return 'A question holds plain ASCII only.'
  const word = REFUSED_WORD.exec(sql)
  return word === null ? undefined : `A question does not hold the word ${(word[1] as string).toLowerCase()}.`
}

/** Names of the bound parameters that a text asks for. */
export function boundNames(sql: string): ReadonlySet<string> {
  return new Set([...sql.matchAll(/\{\s*([A-Za-z_]\w*)\s*:/g)].map((match) => match[1] as string))
}
