import type { Plugin } from 'rolldown'
import { parseSync, Visitor } from 'rolldown/utils'

/** Where the contract's gates are, and what compiles them into an event. */
const GATES = /\/contract\/src\/(?:fields\/[a-z-]+|compiled-event)\.ts(?:\?words)?$/

/**
 * Leaves out the half of the contract's gates that judges what others sent. A client admits values where they are born and judges
 * nothing; the half it never calls would be read and half compiled at every start of a tool. Fails where something would call it after all.
 */
export const admitOnly: Plugin = {
  name: 'admit-only',
  transform(code, id) {
    if (!GATES.test(id)) return undefined
    const gone: [from: number, to: number][] = []
    new Visitor({
      ObjectExpression({ properties }) {
        for (const property of properties) {
          if (property.type !== 'Property' || property.key.type !== 'Identifier' || property.key.name !== 'judge')
            continue
          const comma = /^\s*,/.exec(code.slice(property.end))?.[0].length ?? 0
          gone.push([property.start, property.end + comma])
        }
      },
    }).visit(parseSync(id.replace(/\?.*/, ''), code).program)
    if (gone.length === 0) return undefined
    return gone.toSorted((a, b) => b[0] - a[0]).reduce((text, [from, to]) => text.slice(0, from) + text.slice(to), code)
  },
  renderChunk(code, { fileName }) {
    if (/\.judge\(/.test(code))
      throw new Error(`${fileName} judges, but what judges is left out of the client (admit-only.ts).`)
    return undefined
  },
}
