/**
 * Reads what a policy or a project file says: `{"telemetry":"off"}` or `{"telemetry":"local"}`. Neither can ever say on.
 * @param text the file's text; undefined when there is none
 * @returns undefined where it says nothing; a file that cannot be understood says off
 */
export function readLowering(text: string | undefined): 'off' | 'local' | undefined {
  if (text === undefined) return undefined
  try {
    const said = (JSON.parse(text) as { telemetry?: unknown } | null)?.telemetry
    return said === 'local' ? 'local' : said === 'off' || typeof said !== 'string' ? 'off' : undefined
  } catch {
    return 'off'
  }
}
