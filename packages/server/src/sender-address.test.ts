import { expect, it } from 'vitest'
import { readEnvironment } from './environment.ts'
import { senderAddress } from './sender-address.ts'

const headers = {
  'x-forwarded-for': '192.0.2.66, 198.51.100.7',
  'x-real-ip': '[2001:db8::7]:443',
  'x-port': '192.0.2.1:80',
  empty: '',
}

it.each([
  [undefined, '127.0.0.1'],
  ['x-forwarded-for', '198.51.100.7'],
  ['x-real-ip', '2001:db8::7'],
  ['x-port', '192.0.2.1'],
  ['empty', '127.0.0.1'],
  ['absent', '127.0.0.1'],
])('of a request behind a proxy that writes %s: %s', (header, address) => {
  expect(senderAddress({ headers }, '127.0.0.1', header)).toBe(address)
})

it('reads the environment: nothing is believed and nothing stopped unless it says so', () => {
  expect(readEnvironment({})).toEqual({ stopped: [], addressHeader: undefined })
  expect(
    readEnvironment({ PLAINSIGHT_STOPPED: ' acme, other@1.0.0 ,', PLAINSIGHT_ADDRESS_HEADER: ' X-Real-IP' }),
  ).toEqual({
    stopped: ['acme', 'other@1.0.0'],
    addressHeader: 'x-real-ip',
  })
})
