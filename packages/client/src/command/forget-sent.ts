import { erasureText, type Proof } from '../core/proofs.ts'
import { receiptLines } from '../core/sink-list.ts'
import { parseJson } from '../sender/parse-json.ts'
import { postBody } from './post-body.ts'
import type { CommandRun } from './run-command.ts'
import { stillKept } from './kept-until.ts'

/** Most proofs of one request (privacy.md, 7). */
const MOST_PROOFS = 100

/** What came of asking for erasure. */
export interface Forgotten {
  /** Proofs that were taken, and those that could not be handed over now. */
  readonly taken: number
  readonly left: number
  /** Ids of the requests that were taken, with the collector they were made to. */
  readonly requests: readonly { readonly to: string; readonly id: string }[]
  /** Statuses of what was refused or not answered; 0 for no answer. */
  readonly failed: readonly { readonly to: string; readonly status: number }[]
  /** Where it went besides, which cannot be asked this way. */
  readonly elsewhere: readonly string[]
}

/**
 * Asks each collector that took something from here to erase it: proofs of one scope a request, at most a hundred, in an order that
 * says nothing. What could not be handed over stays in erasure.json while telemetry is off.
 */
export async function forgetSent(run: CommandRun): Promise<Forgotten> {
  const { session, ports } = run
  const files = session.files ?? session.world.files()
  const { proofs } = stillKept(session)
  const left: Proof[] = []
  const requests: { to: string; id: string }[] = []
  const failed: { to: string; status: number }[] = []
  for (const group of groupsOf(proofs, session.endpoint)) {
    for (const part of cut(shuffled(group.proofs, session.world.chance))) {
      const body = {
        v: 1,
        contract: session.contract.name,
        proofs: part.map(({ key, batch }) => (key === undefined ? { batch } : { key })),
      }
      const [status, , text] = await postBody(ports, group.to, '/v1/forget', body)
      if (status === 202 || status === 200) requests.push({ to: group.to, id: requestId(text) })
      else {
        failed.push({ to: group.to, status })
        left.push(...part)
      }
    }
  }
  if (files !== undefined && session.world.disk.read(files.erasure) !== undefined) {
    if (left.length > 0) session.world.disk.write(files.erasure, erasureText(left))
    else session.world.disk.remove(files.erasure)
  }
  return { taken: proofs.length - left.length, left: left.length, requests, failed, elsewhere: elsewhereOf(run) }
}

/** What is to be said of it, in words. */
export function describeForgotten({ taken, left, requests, failed, elsewhere }: Forgotten): string {
  if (taken + left + elsewhere.length === 0)
    return 'There is nothing to erase: nothing has left this machine, or it has expired.'
  const lines: string[] = []
  if (requests.length > 0)
    lines.push(
      `Asked for ${taken} erasure${taken === 1 ? '' : 's'}. Each can be followed under its number:`,
      ...requests.map(({ to, id }) => `  ${to.replace(/\/+$/, '')}/v1/requests/${id}`),
    )
  for (const { to, status } of failed) lines.push(`${to} ${whyNot(status)}`)
  for (const to of elsewhere)
    lines.push(`It went to ${to}, too, which cannot be asked from here: its makers have to be.`)
  return lines.join('\n')
}

function whyNot(status: number): string {
  if (status === 404) return 'does not erase on request (it answered 404): ask those who answer for it.'
  return `${status === 0 ? 'did not answer' : `answered ${status}`}: ask again later.`
}

// Sinks that the makers added: their addresses speak other languages than a collector's.
function elsewhereOf({ session: { files, world } }: CommandRun): string[] {
  if (files === undefined) return []
  const said = receiptLines(world.disk, files).flatMap((line) => {
    const receipt = parseJson<{ to?: string; status?: number }>(line)
    return receipt?.to === undefined || !((receipt.status ?? 0) < 300) ? [] : [receipt.to]
  })
  const own = new Set(
    (world.disk.read(files.receipts) ?? '').split('\n').map((line) => parseJson<{ to?: string }>(line)?.to),
  )
  return [...new Set(said)].filter((to) => !own.has(to)).sort()
}

// One collector and one scope a group; what an older off left behind does not say its scope, and goes alone.
function groupsOf(proofs: readonly Proof[], endpoint = ''): { readonly to: string; readonly proofs: Proof[] }[] {
  const groups = new Map<string, { to: string; proofs: Proof[] }>()
  for (const proof of proofs) {
    const to = proof.to ?? endpoint
    if (!/^https?:\/\//.test(to)) continue
    const name = `${to}\n${proof.batch === undefined ? (proof.scope ?? proof.key) : ''}`
    const group = groups.get(name) ?? { to, proofs: [] }
    group.proofs.push(proof)
    groups.set(name, group)
  }
  return [...groups.values()]
}

function cut(proofs: readonly Proof[]): Proof[][] {
  return Array.from({ length: Math.ceil(proofs.length / MOST_PROOFS) }, (_, part) =>
    proofs.slice(part * MOST_PROOFS, (part + 1) * MOST_PROOFS),
  )
}

function shuffled(proofs: readonly Proof[], chance: () => number): Proof[] {
  const mixed = [...proofs]
  for (let last = mixed.length - 1; last > 0; last--) {
    const other = Math.floor(chance() * (last + 1))
    const proof = mixed[last]!
    mixed[last] = mixed[other]!
    mixed[other] = proof
  }
  return mixed
}

function requestId(text: string): string {
  try {
    const { request, id } = JSON.parse(text) as { request?: unknown; id?: unknown }
    const found = request ?? id
    return typeof found === 'string' && /^[\w-]{1,80}$/.test(found) ? found : ''
  } catch {
    return ''
  }
}
