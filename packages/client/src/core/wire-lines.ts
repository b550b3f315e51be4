import { settingLine, type Setting, type SettingLine } from './setting-line.ts'
import type { Row, Subject } from './journal.ts'

/**
 * The text of rows as spool lines: each setting once, before the first row that needs it.
 * @param settingOf what a subject's lines have in common
 * @param known a setting line made earlier, so that the usual one needs no digest
 * @returns the text, ending in a line feed, and the setting line last used
 */
export function rowsText(
  rows: readonly Row[],
  settingOf: (subject: Subject) => Setting,
  known: SettingLine | undefined,
): { readonly text: string; readonly setting: SettingLine | undefined } {
  const settings = new Map<Subject, SettingLine>()
  const stated = new Set<string>()
  let text = ''
  let last = known
  for (const { kind, tail, subject } of rows) {
    let setting = settings.get(subject)
    if (setting === undefined) {
      setting = settingLine(settingOf(subject), last)
      settings.set(subject, setting)
      last = setting
    }
    if (!stated.has(setting.x)) {
      stated.add(setting.x)
      text += `${setting.line}\n`
    }
    text += `{"t":"${kind}","x":"${setting.x}",${tail}\n`
  }
  return { text, setting: last }
}
