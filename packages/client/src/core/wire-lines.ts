import type { Row, Subject } from './journal.ts'
import type { SettingLine } from './setting-line.ts'

/**
 * The text of rows as spool lines: each setting once, before the first row that needs it.
 * @param lineOf the setting line of a subject
 * @returns the text, ending in a line feed
 */
export function rowsText(rows: readonly Row[], lineOf: (subject: Subject) => SettingLine): string {
  const lines = new Map<Subject, SettingLine>()
  const stated = new Set<string>()
  let text = ''
  for (const { kind, tail, subject } of rows) {
    let setting = lines.get(subject)
    if (setting === undefined) lines.set(subject, (setting = lineOf(subject)))
    if (!stated.has(setting.x)) {
      stated.add(setting.x)
      text += `${setting.line}\n`
    }
    text += `{"t":"${kind}","x":"${setting.x}",${tail}\n`
  }
  return text
}
