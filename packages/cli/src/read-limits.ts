import { textOf } from './previous-lock.ts'

/**
 * Reads a file of limits: an object of numbers.
 * @returns the numbers, or a sentence that says what is wrong with the file
 */
export function readLimits(file: string): { readonly [name: string]: number } | string {
  const text = textOf(file)
  if (text === undefined) return `The limits ${file} cannot be read.`
  let data: unknown
  try {
    data = JSON.parse(text)
  } catch {
    return `The limits ${file} are not JSON.`
  }
  if (typeof data !== 'object' || data === null || Array.isArray(data)) return `The limits ${file} are not an object.`
  const wrong = Object.entries(data).find(([, value]) => typeof value !== 'number' || !(value >= 0))
  return wrong === undefined
    ? (data as { readonly [name: string]: number })
    : `The limit ${JSON.stringify(wrong[0])} in ${file} has to be a number from 0.`
}
