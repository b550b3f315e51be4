import { fieldCases, HOSTILE, special, type Admitted, type Judged } from './field-cases.ts'
import type { VectorFile } from '../vector-file.ts'

const field = {
  kind: 'route',
  doc: 'Which page was seen',
  templates: ['/', '/docs/*', '/users/:id', '/users/new', '/users/:id/keys', '/:team/plan'],
}

export const routeVectors: VectorFile = {
  path: 'fields/route.json',
  about: 'A path is sent as the template that it matches; nothing of the path itself is kept.',
  cases: fieldCases({
    field,
    admit: [
      ['the root is a page', '/', '/'],
      ['a parameter takes one segment', '/users/4711', '/users/:id'],
      ['a literal goes before a parameter', '/users/new', '/users/new'],
      ['a literal segment goes before a parameter wherever it stands', '/users/plan', '/users/:id'],
      ['a parameter in the middle', '/users/anna/keys', '/users/:id/keys'],
      ['a parameter in front', '/zephyrbank/plan', '/:team/plan'],
      ['the rest is one segment', '/docs/install', '/docs/*'],
      ['the rest is several segments', '/docs/a/b/c', '/docs/*'],
      ['the rest is not nothing', '/docs', 'other', 'other'],
      ['a slash at the end says nothing', '/users/4711/', '/users/:id'],
      ['the question is cut off', '/users/4711?token=secret', '/users/:id'],
      ['the fragment is cut off', '/users/4711#secret', '/users/:id'],
      ['a question at the root is cut off', '/?utm_source=x', '/'],
      ['a template is its own path', '/users/:id/keys', '/users/:id/keys'],
      ['other stands for itself and is no drift', 'other', 'other'],
      ['a longer path matches nothing', '/users/4711/keys/1', 'other', 'other'],
      ['an empty segment is no parameter', '/users//keys', 'other', 'other'],
      ['capitals matter', '/Users/4711', 'other', 'other'],
      ['a path of a disk matches nothing', '/home/anna/secret/plan', 'other', 'other'],
      ['an address is no path', 'https://acme.example/users/4711', 'other', 'other'],
      ['a path without its slash is no path', 'users/4711', 'other', 'other'],
      ['a path with a line feed in its question is cut like any', '/users/4711?a\nb', '/users/:id'],
      ...HOSTILE.map(([says, value]): Admitted => [`${says} becomes other`, value, 'other', 'other']),
    ],
    judge: [
      ['a template is kept', '/users/:id', 'kept'],
      ['the root is kept', '/', 'kept'],
      ['other is kept', 'other', 'kept'],
      ['a path is no template', '/users/4711', 'not-on-list'],
      ['a template with a slash at its end is another', '/users/:id/', 'not-on-list'],
      ['nothing at all is of another type', special('absent'), 'off-type'],
      ...HOSTILE.map(([says, value, kind]): Judged => [
        `${says} is left out`,
        value,
        kind === 'text' ? 'not-on-list' : 'off-type',
      ]),
    ],
  }),
}
