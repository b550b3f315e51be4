import { SETTINGS_FORMAT, type Settings } from './settings.ts'

/** The text of settings.json. */
export function settingsText(settings: Settings): string {
  return `${JSON.stringify({ format: SETTINGS_FORMAT, ...settings }, null, 2)}\n`
}
