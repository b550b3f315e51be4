import { expect, it } from 'vitest'
import { networkPrefix } from './network-prefix.ts'

it.each([
  ['192.0.2.77', '192.0.2'],
  ['::ffff:192.0.2.77', '192.0.2'],
  ['2001:db8:aa:bb:cc::1', '2001:db8:aa'],
  ['2001:0db8:00aa::1', '2001:db8:aa'],
  ['2001:DB8::1', '2001:db8:0'],
  ['fe80::1%eth0', 'fe80:0:0'],
  ['::1', '0:0:0'],
  ['', '-'],
  [undefined, '-'],
])('%s belongs to %s', (address, prefix) => {
  expect(networkPrefix(address)).toBe(prefix)
})
