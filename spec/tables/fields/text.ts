import { fieldCases, HOSTILE, LEFT_OUT, special, type Admitted, type Judged } from './field-cases.ts'
import type { VectorFile } from '../vector-file.ts'

const field = { kind: 'text', doc: 'What the error said', max: 200 }
const short = { kind: 'text', doc: 'What the error said, in short', max: 20 }

/** Sentences that say nothing of anybody: they stay as they are. */
const BENIGN = [
  "Cannot read properties of undefined (reading 'map')",
  'x is not a function',
  'ENOENT: no such file or directory',
  'Unexpected token } in JSON at position 42',
  'Unexpected token: expected a comma',
  'Invalid password: it has to be longer',
  'The key is missing.',
  'Run it with --login to sign in, or with --password and a file',
  'The option --token is not known, --password must be given',
  'connect ECONNREFUSED 127.0.0.1:5432',
  'Exit code 137 after 12:34:56, 2 of 3 tests failed',
  'Expected 3 arguments, but got 65536.',
  'Module @types/node has no export default',
  'read/write access is denied',
  'HTTP/1.1 404 Not Found',
  'Version 1.2.3-rc.1 is not supported; use >= 2.0.0',
  'Years 2019 2020 2021 2022 have no data',
  'Heap out of memory: 4096 MB used',
  'assert(a === b && c !== d)',
  '100% of 20 tests, 5%off',
  'std::vec::Vec is not a Foo::Bar',
  'connect ECONNREFUSED ::1:5432',
  'a::b is not found; ~1.2 and ~/ are; 50%20 is odd',
  'Wait\u2026 \u00bd of it, 10\u2044 and \u2460 \ufb01le',
  'fr\u00fcher als erwartet beendet',
]

const MASKED: readonly (readonly [says: string, given: string, gives: string])[] = [
  ['a token of GitHub', 'bad token ghp_16C7e42F292c6912E7710c838347Ae178B4a!', 'bad token [masked]!'],
  ['a key of OpenAI', 'key sk-proj-abcdefghijklmnopqrst failed', 'key [masked] failed'],
  ['a key of AWS', 'AKIAIOSFODNN7EXAMPLE was refused', '[masked] was refused'],
  ['a token of Slack', 'xoxb-2048-abcdefghij is revoked', '[masked] is revoked'],
  ['a signed token', 'got eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln here', 'got [masked] here'],
  ['a password after its name', 'connect with password=hunter2 failed', 'connect with password=[masked] failed'],
  ['a password in quotes, with spaces', 'password: "correct horse battery" is wrong', 'password: "[masked]" is wrong'],
  ['a secret in JSON', '{"apiKey":"abc","a":1}', '{"apiKey":"[masked]","a":1}'],
  ['a secret of the environment', 'DB_PASSWORD=abc npm run', 'DB_PASSWORD=[masked] npm run'],
  ['a flag with its secret', 'ran with --password abc', 'ran with --password [masked]'],
  ['an option with a token', 'ran with --token abc123 --verbose', 'ran with --token [masked] --verbose'],
  ['an option and its token in one', 'ran with --auth-token=abc', 'ran with --auth-token=[masked]'],
  ['a secret in a list of settings', 'api_key: abcdef', 'api_key: [masked]'],
  ['a password that looks like one', 'password: hunter2', 'password: [masked]'],
  ['a header', 'Authorization: Basic YTpi and more', 'Authorization: [masked]'],
  ['a bearer', 'sent Bearer abc123def', 'sent Bearer [masked]'],
  ['an address of mail', 'no user anna@zephyrbank.example here', 'no user [masked] here'],
  ['an address of the web', 'GET https://api.zephyrbank.example/v1?user=anna failed', 'GET [masked] failed'],
  ['a repository', 'clone git@github.com:zephyrbank/ledger.git', 'clone [masked]'],
  ['a connection', 'postgres://anna:x@db:5432/ledger is down', '[masked] is down'],
  ['a path', 'cannot open /home/anna/ledger.sqlite', 'cannot open [masked]'],
  ['a path with its line', 'at src/bank.ts:12:7', 'at [masked]'],
  ['a path in quotes, with spaces', "open '/home/anna k/my ledger.csv' failed", "open '[masked]' failed"],
  ['a path of Windows', 'cannot open C:\\Users\\anna\\x', 'cannot open [masked]'],
  ['a path below home', 'read ~/.aws/credentials', 'read [masked]'],
  ['a host of one\u2019s own', 'no route to db7.zephyrbank.internal:5432', 'no route to [masked]'],
  ['an address of a machine', 'connect 10.20.30.40:5432', 'connect [masked]'],
  ['an address of the sixth version', 'connect 2001:db8:85a3::8a2e:370:7334', 'connect [masked]'],
  ['a short address of the sixth version', 'connect 2001:db8::1 failed', 'connect [masked] failed'],
  ['an address of the fourth version in the sixth', 'connect ::ffff:10.1.2.3', 'connect [masked]'],
  ['an address of mail in the form of URLs', 'no user anna%40zephyrbank.example', 'no user [masked]'],
  ['a path in the form of URLs', 'at %2Fhome%2Fanna%2Fledger', 'at [masked]'],
  ['a path in the form of URLs, twice', 'at %252Fhome%252Fanna%252Fledger', 'at [masked]'],
  ['a password in the form of URLs', 'with password%3Dhunter2 in it', 'with [masked] in it'],
  ['an address of mail in wide letters', 'no user anna\uff20zephyrbank.example', 'no user [masked]'],
  ['an address of a machine in wide digits', 'connect \uff11\uff10.20.30.40', 'connect [masked]'],
  ['a path with other slashes', 'open \u2215home\u2215anna\u2215x', 'open [masked]'],
  ['a key of AWS in wide letters', '\uff21\uff2b\uff29\uff21IOSFODNN7EXAMPLE', '[masked]'],
  ['a path below somebody\u2019s home', 'read ~anna/notes', 'read [masked]'],
  ['a path below a variable', 'read $HOME/notes', 'read [masked]'],
  ['a UUID', 'row 3f2b8c1d-9a4e-4c7b-8e2f-1a2b3c4d5e6f is gone', 'row [masked] is gone'],
  ['a digest', 'commit 9fceb02d0ae598e95dc970b74767f19372d61af8', 'commit [masked]'],
  ['a long number', 'account 4539578763621486', 'account [masked]'],
  ['a telephone number', 'call +48 601 234 567 now', 'call [masked] now'],
  ['a number of a card', 'card 4539 5787 6362 1486 expired', 'card [masked] expired'],
  ['a word of 129 letters', 'x'.repeat(129), '[masked]'],
  ['a private key', '-----BEGIN RSA PRIVATE KEY-----\nabc\n-----END RSA PRIVATE KEY----- read', '[masked] read'],
  ['the reserved word of masked fields', '[redacted]', '[masked]'],
  ['a secret that an unseen character splits', 'pass\u200bword=hunter2', 'password=[masked]'],
  ['a zero', 'a\u0000b', 'ab'],
  ['what turns the reading direction', '\u202efdp.exe', 'fdp.exe'],
  ['half a character', '\ud800 is odd', '\ufffd is odd'],
]

const texts = HOSTILE.filter(([, , kind]) => kind === 'text')
const others = HOSTILE.filter(([, , kind]) => kind !== 'text')

export const textVectors: VectorFile = {
  path: 'fields/text.json',
  about:
    'In a text everything is masked that is a credential, an address, a path or looks like an id; ordinary words stay.',
  cases: [
    ...fieldCases({
      field,
      admit: [
        ...BENIGN.map((text): Admitted => [`a sentence stays as it is: ${text}`, text, text]),
        ...MASKED.map(([says, given, gives]): Admitted => [`${says} is masked`, given, gives, 'masked']),
        ['an empty text is a text', '', ''],
        ['what was masked is not masked again', 'password=[masked] and [masked]', 'password=[masked] and [masked]'],
        ['a text of 100 000 letters without a space is masked', special('long-text'), '[masked]', 'masked'],
        ...others.map(([says, value]): Admitted => [`${says} is left out`, value, LEFT_OUT, 'off-type']),
      ],
      judge: [
        ...BENIGN.map((text): Judged => [`a sentence is kept: ${text}`, text, 'kept']),
        ...MASKED.map(([says, given]): Judged => [`${says} is left out with its text`, given, 'off-shape']),
        ...MASKED.map(([says, , gives]): Judged => [`${says} is kept once it is masked`, gives, 'kept']),
        ['a longer text is left out', 'a '.repeat(101), 'off-shape'],
        ...texts
          .filter(([, value]) => !['12', 'true', '__proto__', 'constructor', 'toString'].includes(value as string))
          .filter(([says]) => !['markup', 'a statement'].includes(says))
          .map(([says, value]): Judged => [`${says} is left out`, value, 'off-shape']),
        ...others.map(([says, value]): Judged => [`${says} is left out`, value, 'off-type']),
      ],
    }),
    ...fieldCases({
      field: short,
      admit: [
        ['a longer text is cut', 'the file was not found', 'the file was not fou', 'truncated'],
        ['no space is left at the end', 'the file was not a1 found', 'the file was not a1', 'truncated'],
        ['a character of two units is one', '\u{1f600}'.repeat(20), '\u{1f600}'.repeat(20)],
        ['a mask is not cut in two', 'no access to a /x/y/z', 'no access to a', 'masked'],
      ],
      judge: [
        ['a text of twenty characters is kept', '\u{1f600}'.repeat(20), 'kept'],
        ['one of twenty-one is left out', '\u{1f600}'.repeat(21), 'off-shape'],
      ],
    }),
  ],
}
