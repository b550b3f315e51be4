import type { VectorCase, VectorFile } from './vector-file.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR
const WEEK = 7 * DAY

const TAKEN = [200, 201, 202, 204, 299]
const NEVER = [400, 403, 404, 405, 411, 415, 422]
const LATER = [300, 301, 302, 303, 304, 307, 308, 401, 402, 406, 408, 409, 418, 421, 425, 428, 429, 431, 451]
const FAULTS = [500, 501, 502, 503, 504, 505, 507, 508, 511, 520, 599]

const settled = (status: number, answer: string, says: string): VectorCase => ({
  says: `${status}: ${says}`,
  status,
  answer,
  waits: false,
  receipt: true,
})

const later = (says: string, status: number, wait: number, more: object = {}): VectorCase => ({
  says,
  status,
  answer: 'later',
  waits: true,
  wait,
  ...more,
})

/** What an answer may ask for, and how long is waited for it; null: as if it had not asked. */
const ASKED: readonly (readonly [says: string, retryAfter: string, wait: number | null])[] = [
  ['half a minute', '30', 30_000],
  ['an hour', '3600', HOUR],
  ['seven days', '604800', WEEK],
  ['more than seven days: seven days', '604801', WEEK],
  ['a year: seven days', '31536000', WEEK],
  ['a number without end: seven days', '9'.repeat(30), WEEK],
  ['no time at all', '0', null],
  ['a time that has been', '-60', null],
  ['a word', 'soon', null],
  ['nothing', '', null],
  ['a day that has been', 'Wed, 21 Oct 2015 07:28:00 GMT', null],
]

export const retryVectors: VectorFile = {
  path: 'client/retry.json',
  about:
    'What a client does with an answer: `taken` and `never` let the batch go, `too-large` makes halves of it, `stop` ends until the next version of the product, `later` keeps its bytes and waits `wait` ms. `status` 0: no answer. `waited`: the back-off that was in force; `retryAfter`: the header. `receipt`: whether one is written.',
  cases: [
    ...TAKEN.map((status) => settled(status, 'taken', 'forget it, keep the receipt')),
    ...NEVER.map((status) => settled(status, 'never', 'drop it, keep the receipt')),
    settled(413, 'too-large', 'halves of it are sent, under new ids'),
    { ...settled(410, 'stop', 'nothing more is sent until the next version of the product'), stop: true },
    ...LATER.map((status) => later(`${status}: the same bytes again, after an hour`, status, HOUR, { receipt: true })),
    ...FAULTS.map((status) => later(`${status}: the same bytes again, after an hour`, status, HOUR, { receipt: true })),
    later('no answer: the same bytes again, after an hour, and no receipt', 0, HOUR, { receipt: false }),
    ...[1, 2, 4, 8, 16, 24].map((hours) =>
      later(`a back-off of ${hours} h is waited for, and doubles up to a day`, 503, hours * HOUR, {
        waited: hours * HOUR,
        next: Math.min(2 * hours, 24) * HOUR,
      }),
    ),
    ...[429, 503, 408].flatMap((status) =>
      ASKED.map(([says, retryAfter, wait]) =>
        later(`${status} that asks for ${says}`, status, wait ?? HOUR, { retryAfter }),
      ),
    ),
  ],
}
