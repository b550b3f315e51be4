import { InvalidArgumentError } from 'commander'

/** Reads a whole number from 1 on from the command line. */
export function wholeNumber(text: string): number {
  const number = Number(text)
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(number) || number < 1)
    throw new InvalidArgumentError('It has to be a whole number from 1.')
  return number
}
