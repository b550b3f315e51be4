/**
 * The network that an address belongs to: /24 of IPv4 (also when it is written inside IPv6), /48 of IPv6.
 * @returns `-` where there is no address, as behind a local socket
 */
export function networkPrefix(address: string | undefined): string {
  if (address === undefined || address === '') return '-'
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, '')
  const four = /^(\d{1,3}\.\d{1,3}\.\d{1,3})\.\d{1,3}$/.exec(plain)
  if (four !== null) return four[1] as string
  const [head = '', tail] = plain.replace(/%.*$/, '').toLowerCase().split('::')
  const front = head === '' ? [] : head.split(':')
  const back = tail === undefined || tail === '' ? [] : tail.split(':')
  const groups =
    tail === undefined
      ? front
      : [...front, ...Array<string>(Math.max(0, 8 - front.length - back.length)).fill('0'), ...back]
  return groups
    .slice(0, 3)
    .map((group) => group.replace(/^0+(?=.)/, ''))
    .join(':')
}
