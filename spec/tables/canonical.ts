import { canonicalText } from './canonical-text.ts'
import type { VectorCase, VectorFile } from './vector-file.ts'

// [sentence, JSON text, canonical text]; null where there is no canonical form.
const written: readonly (readonly [says: string, json: string, canonical: string | null])[] = [
  ['an empty object', '{}', '{}'],
  ['an empty list', '[ ]', '[]'],
  ['null', ' null ', 'null'],
  ['a boolean', 'true', 'true'],
  ['white space goes', '{ "a" :\n[ 1 , 2 ] }', '{"a":[1,2]}'],
  ['keys are sorted', '{"b":1,"a":2}', '{"a":2,"b":1}'],
  ['keys inside are sorted too', '{"z":{"b":1,"a":[{"d":1,"c":2}]}}', '{"z":{"a":[{"c":2,"d":1}],"b":1}}'],
  ['a capital comes before a small letter', '{"a":1,"B":2}', '{"B":2,"a":1}'],
  ['keys that are numbers are sorted as texts', '{"10":1,"9":2,"1":3}', '{"1":3,"10":1,"9":2}'],
  ['a key that begins another comes first', '{"ab":1,"a":2,"a.b":3}', '{"a":2,"a.b":3,"ab":1}'],
  ['the empty key comes first', '{"a":1,"":2}', '{"":2,"a":1}'],
  ['lists keep their order', '[3,1,2]', '[3,1,2]'],
  [
    'keys are sorted by UTF-16 units, so that an astral one comes before U+FB33 (RFC 8785, 3.2.3)',
    '{"\\u20ac":"Euro Sign","\\r":"Carriage Return","\\ufb33":"Hebrew Letter Dalet With Dagesh","1":"One","\\ud83d\\ude00":"Emoji: Grinning Face","\\u0080":"Control","\\u00f6":"Latin Small Letter O With Diaeresis"}',
    '{"\\r":"Carriage Return","1":"One","\u0080":"Control","ö":"Latin Small Letter O With Diaeresis","€":"Euro Sign","😀":"Emoji: Grinning Face","\ufb33":"Hebrew Letter Dalet With Dagesh"}',
  ],
  [
    'the example of RFC 8785, 3.2.2',
    '{"numbers":[333333333.33333329,1E30,4.50,2e-3,0.000000000000000000000000001],"string":"\\u20ac$\\u000F\\u000aA\'\\u0042\\u0022\\u005c\\\\\\"\\/","literals":[null,true,false]}',
    '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
  ],
  ['characters that need no escape have none', '"\\u0041\\/\\u00e9"', '"A/é"'],
  ['short escapes are used where there are some', '"\\u0008\\u0009\\u000a\\u000c\\u000d"', '"\\b\\t\\n\\f\\r"'],
  ['other control characters are written with small hex digits', '"\\u0000\\u001F"', '"\\u0000\\u001f"'],
  ['DEL and line separators are not escaped', '"\\u007f\\u2028\\u2029"', '"\u007f\u2028\u2029"'],
  ['texts are not normalised', '"\\u0065\\u0301"', '"e\u0301"'],
  ['a key is escaped like any text', '{"\\"\\n":1}', '{"\\"\\n":1}'],
  ['1e999 is no number that can be kept', '1e999', null],
  ['half a character has no bytes', '"\\ud800"', null],
  ['the other half has none either', '"a\\udc00"', null],
  ['half a character in a key', '{"\\udead":1}', null],
  ['two halves in the wrong order', '"\\udc00\\ud800"', null],
]

const depth = (levels: number): string => '['.repeat(levels) + ']'.repeat(levels)

// Numbers as ECMAScript writes them (RFC 8785, appendix B, and the borders between its notations).
const numbers: readonly (readonly [json: string, canonical: string])[] = [
  ['0', '0'],
  ['-0', '0'],
  ['-0.0', '0'],
  ['1.0', '1'],
  ['10E0', '10'],
  ['1e21', '1e+21'],
  ['999999999999999900000', '999999999999999900000'],
  ['1e-6', '0.000001'],
  ['1e-7', '1e-7'],
  ['0.0000001', '1e-7'],
  ['5e-324', '5e-324'],
  ['-5e-324', '-5e-324'],
  ['1.7976931348623157e308', '1.7976931348623157e+308'],
  ['9007199254740992', '9007199254740992'],
  ['-9007199254740992', '-9007199254740992'],
  ['295147905179352830000', '295147905179352830000'],
  ['9.999999999999997e22', '9.999999999999997e+22'],
  ['1e23', '1e+23'],
  ['1.0000000000000001e23', '1.0000000000000001e+23'],
  ['333333333.3333332', '333333333.3333332'],
  ['333333333.33333325', '333333333.33333325'],
  ['0.000001', '0.000001'],
  ['-0.0000033333333333333333', '-0.0000033333333333333333'],
  ['1424953923781206.2', '1424953923781206.2'],
  ['0.1', '0.1'],
  ['100', '100'],
  ['1e2', '100'],
  ['1.5e300', '1.5e+300'],
]

export const canonicalVectors: VectorFile = {
  path: 'canonical.json',
  about:
    'Canonical JSON (RFC 8785): equal data gives equal bytes. `json` is a text to be parsed; `canonical` is null where there is no canonical form.',
  cases: [
    ...written.map(([says, json, canonical]): VectorCase => ({ says, json, canonical })),
    ...numbers.map(([json, canonical]): VectorCase => ({ says: `the number ${json}`, json, canonical })),
    { says: '64 lists in one another can be written', json: depth(64), canonical: depth(64) },
    { says: '65 cannot: what is deeper is taken to contain itself', json: depth(65), canonical: null },
    {
      says: 'a whole contract, by a second writer',
      json: JSON.stringify({ version: '1.0.0', name: 'acme', events: { 'a.b': { uses: { b: {}, a: {} } } } }),
      canonical: canonicalText({ version: '1.0.0', name: 'acme', events: { 'a.b': { uses: { b: {}, a: {} } } } }),
    },
  ],
}
