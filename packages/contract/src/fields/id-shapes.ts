import { SECRET_PATTERNS } from '../secret-shapes.ts'

/** How an id is written: 32 hex digits, a UUID, or an opaque token. */
export type IdForm = 'hex' | 'uuid' | 'token'

// How credentials of well-known services are written: whoever passes one for an id by mistake has told it to nobody.
const CREDENTIALS = SECRET_PATTERNS.filter(({ starts }) => /^[A-Za-z0-9_-]+$/.test(starts))
  .map(({ starts, least = 16 }) => `${starts}[A-Za-z0-9_-]{${least}}`)
  .join('|')

/**
 * A token: at least six letters and digits in a row of which some are either, as chance makes them and people do not (names of people,
 * hosts, models and classes have none), no known credential in it, no number of a bank account, and no UUID, which has a form of its own.
 */
const TOKEN =
  '^(?=(?:[A-Za-z0-9]*[_-])*(?=[A-Za-z]*[0-9])(?=[0-9]*[A-Za-z])[A-Za-z0-9]{6})' +
  '(?![0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$)' +
  `(?!(?:[A-Za-z0-9_-]*[_-])?(?:${CREDENTIALS}))(?![A-Za-z]{2}[0-9]{2}(?:[A-Za-z]{4})?[0-9]{10,26}$)[A-Za-z0-9_-]{16,64}$`

/** What an id of each form looks like. A file of its own, so that who only declares ids does not carry it. */
export const ID_SHAPES: { readonly [form in IdForm]: RegExp } = {
  hex: /^[0-9a-f]{32}$/,
  uuid: /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
  token: new RegExp(TOKEN),
}
