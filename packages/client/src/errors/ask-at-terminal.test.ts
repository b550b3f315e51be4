import { PassThrough } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { askAtTerminal } from './ask-at-terminal.ts'

type Side = PassThrough & { isTTY?: boolean }
const side = (isTTY: boolean): Side => Object.assign(new PassThrough(), { isTTY })

async function answered(answer: string | undefined, text = 'it broke'): Promise<{ yes: boolean; shown: string }> {
  const [input, output] = [side(true), side(true)]
  let shown = ''
  output.on('data', (part: Buffer) => (shown += part.toString()))
  const asked = askAtTerminal(text, { input, output, limit: 200 })
  if (answer !== undefined) input.write(answer)
  return { yes: await asked, shown }
}

describe('asking about a message at the terminal', () => {
  it.each(['y\n', 'Y\n', 'yes\n', ' Yes \n'])('%j is a yes', async (answer) => {
    expect((await answered(answer)).yes).toBe(true)
  })

  it.each(['\n', 'n\n', 'no\n', 'yep\n', 'yes please\n', 'y', undefined])('%j is a no', async (answer) => {
    expect((await answered(answer)).yes).toBe(false)
  })

  it('shows the whole message before it asks, and nothing in it moves the cursor', async () => {
    const { shown } = await answered('n\n', 'first\nsecond \u001b[2Jthird \u202efourth\rfifth')
    expect(shown).toContain('  | first\n  | second  [2Jthird  fourth fifth\n')
    expect(shown.indexOf('first')).toBeLessThan(shown.indexOf('[y/N]'))
    for (const sign of ['\u001b', '\u202e', '\r']) expect(shown).not.toContain(sign)
  })

  it('asks nobody where either side is no terminal', async () => {
    for (const [input, output] of [
      [side(false), side(true)],
      [side(true), side(false)],
    ] as const) {
      input.write('y\n')
      let shown = ''
      output.on('data', (part: Buffer) => (shown += part.toString()))
      expect(await askAtTerminal('it broke', { input, output })).toBe(false)
      expect(shown).toBe('')
    }
  })

  it('takes the end of the input for a no', async () => {
    const [input, output] = [side(true), side(true)]
    const asked = askAtTerminal('it broke', { input, output })
    input.end()
    expect(await asked).toBe(false)
  })
})
