import { JSON_HEADERS, type Answer } from './answer.ts'
import type { ContractFamily, ContractRegistry } from './contract-registry.ts'

/** `GET /`: what this is and whose, in words for whoever finds the address in a program or in a network trace. */
export function rootPage(registry: ContractRegistry): Answer {
  const parts = [
    'This is a Plainsight collector. It takes usage telemetry that programs send when their users have agreed to it, and only what a',
    'public contract declares: anything else is refused at the door and not stored.',
    '',
    registry.size === 0 ? 'It takes no contract at the moment.' : 'It takes these contracts:',
    ...[...registry.values()].flatMap(contractLines),
    '',
    'Never kept: the address of a sender, any header, free text, file names or paths, user, host or account names, and anything that the',
    'contract does not declare. A stored row does not say with which others it came, or when.',
    '',
    'To turn it off, set DO_NOT_TRACK=1 for all programs that honour it, or for one program the variable named above, or run its command',
    '"telemetry off". A program that is off sends nothing and keeps nothing, and says nothing about it here either.',
    '',
    'Each contract in full: GET /v1/contracts/NAME. For machines: GET /.well-known/telemetry.json.',
    'What this software does and does not do is documented with its source: it is Plainsight, under the Apache License 2.0.',
    '',
  ]
  return page(200, parts.join('\n'), 'text/plain; charset=utf-8')
}

function contractLines({ newest, accepted }: ContractFamily): string[] {
  const { name, title, description, owners, docs } = newest.lock.contract
  const variable = name.toUpperCase().replaceAll('-', '_')
  return [
    '',
    `${title} (${name})`,
    `  ${description}`,
    `  run by: ${owners.join(', ')}`,
    ...(docs === undefined ? [] : [`  documents: ${docs}`]),
    `  off: ${variable}_TELEMETRY=0`,
    ...[...accepted.values()].map((known) => `  version ${known.lock.contract.version}, digest ${known.lock.digest}`),
  ]
}

/** `GET /.well-known/telemetry.json`: the active contracts and their digests. */
export function wellKnownPage(registry: ContractRegistry): Answer {
  const contracts = [...registry.values()].map((family) => ({
    ...overview(family),
    contract: `/v1/contracts/${family.newest.lock.contract.name}`,
  }))
  return json(200, { collector: 'plainsight', wire: 1, batches: '/v1/batches', contracts })
}

/**
 * `GET /v1/contracts/NAME`: one contract in full, with the versions that are taken.
 * @returns undefined for an unknown one
 */
export function contractPage(registry: ContractRegistry, name: string): Answer | undefined {
  const family = registry.get(name)
  return family && json(200, { ...overview(family), contract: family.newest.lock.contract })
}

/** An answer in JSON. */
export function json(status: number, data: unknown): Answer {
  return { kind: 'answer', status, headers: JSON_HEADERS, body: JSON.stringify(data) }
}

function overview({ newest, accepted }: ContractFamily): object {
  const { name, title, version, docs } = newest.lock.contract
  const versions = [...accepted.values()].map((known) => ({
    version: known.lock.contract.version,
    digest: known.lock.digest,
  }))
  return { name, title, version, digest: newest.lock.digest, docs, versions }
}

function page(status: number, body: string, type: string): Answer {
  return { kind: 'answer', status, headers: { ...JSON_HEADERS, 'content-type': type }, body }
}
