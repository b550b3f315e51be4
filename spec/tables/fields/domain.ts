import { fieldCases, HOSTILE, LEFT_OUT, type Admitted, type Judged } from './field-cases.ts'
import type { VectorFile } from '../vector-file.ts'

const field = {
  kind: 'domain',
  doc: 'Where somebody came from',
  sites: ['acme.example', 'docs.github.com', 'youtu.be'],
  edition: 1,
}

export const domainVectors: VectorFile = {
  path: 'fields/domain.json',
  about: 'A host is sent as the listed or public site that it belongs to; every other one is other-site.',
  cases: fieldCases({
    field,
    admit: [
      ['a site of the list', 'acme.example', 'acme.example'],
      ['a host of it', 'docs.acme.example', 'acme.example'],
      ['a public site', 'news.ycombinator.com', 'news.ycombinator.com'],
      ['a host of a public site', 'old.reddit.com', 'reddit.com'],
      ['a site of one’s own goes before the public one', 'docs.github.com', 'docs.github.com'],
      ['a site of one’s own goes before what it would be folded into', 'youtu.be', 'youtu.be'],
      ['another host of the public one', 'gist.github.com', 'github.com'],
      ['the site of a country is folded', 'www.google.de', 'google.com'],
      ['the site of a country with two parts is folded', 'google.co.uk', 'google.com'],
      ['a short link is its site', 't.co', 'x.com'],
      ['capitals do not matter', 'GitHub.COM', 'github.com'],
      ['a dot at the end does not matter', 'github.com.', 'github.com'],
      ['a port is cut off', 'acme.example:8443', 'acme.example'],
      ['an address is its host', 'https://www.google.com/search?q=my+secret', 'google.com'],
      ['an address without its scheme is its host', '//github.com/zephyrbank', 'github.com'],
      ['a host with a path is its host', 'github.com/zephyrbank/secret', 'github.com'],
      ['who signs in is cut off', 'https://anna:hunter2@github.com/x', 'github.com'],
      ['two slashes in the path are none of a scheme', 'github.com/a//evil.example', 'github.com'],
      ['a site that only ends alike is another', 'notgithub.com', 'other-site', 'other'],
      ['a site in front of another is another', 'github.com.evil.example', 'other-site', 'other'],
      ['a host of one’s own is other', 'jira.zephyrbank.internal', 'other-site', 'other'],
      ['an app is other', 'android-app://com.zephyrbank.app/', 'other-site', 'other'],
      ['the end of a site alone is other', 'com', 'other-site', 'other'],
      ['other-site stands for itself and is no drift', 'other-site', 'other-site'],
      ['an empty text is nobody', '', LEFT_OUT, 'off-shape'],
      ['a host of 300 letters is other', `${'a'.repeat(300)}.github.com`, 'other-site', 'other'],
      ...HOSTILE.map(([says, value]): Admitted => [`${says} becomes other-site`, value, 'other-site', 'other']),
    ],
    judge: [
      ['a site of the list is kept', 'acme.example', 'kept'],
      ['a public site is kept', 'github.com', 'kept'],
      ['other-site is kept', 'other-site', 'kept'],
      ['other is none of its words', 'other', 'not-on-list'],
      ['a host of a site is no wire form', 'docs.acme.example', 'not-on-list'],
      ['the site of a country is no wire form', 'google.de', 'not-on-list'],
      ['an address is no wire form', 'https://github.com/', 'not-on-list'],
      ...HOSTILE.map(([says, value, kind]): Judged => [
        `${says} is left out`,
        value,
        kind === 'text' ? 'not-on-list' : 'off-type',
      ]),
    ],
  }),
}
