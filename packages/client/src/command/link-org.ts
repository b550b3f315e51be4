import { hex } from '@plainsight/contract/canonical'
import { scopedKey } from '@plainsight/contract/identity'
import { fieldGate, isExternalId, normalEvent, type Note } from '@plainsight/contract/judge'
import { parseIdentity } from '../core/identity-file.ts'
import { settingsText } from '../core/settings-text.ts'
import { parseSettings } from '../core/settings.ts'
import { postBody } from './post-body.ts'
import type { CommandRun } from './run-command.ts'

/**
 * Says that this machine belongs to an organisation: its opaque id is kept here and sent with the events that declare one, and ids
 * that last are registered with the collector. Refused while telemetry is off, and for what is no opaque id.
 */
export async function linkOrg(run: CommandRun): Promise<number> {
  const { session, given, output, answer } = run
  const { contract, world, endpoint, watch } = session
  const field = Object.values(contract.fields).find(
    (each) => isExternalId(each) && (each as { of?: string }).of === 'org',
  )
  if (field === undefined) return refuse('Nothing that this tool reports says which organisation it comes from.')
  const org = given.organisation
  const isRemoval = given.remove === true
  if (!isRemoval && typeof org !== 'string') {
    const linked = watch.settings?.org
    answer({ organisation: linked ?? null }, () =>
      linked === undefined ? 'This machine is linked to nobody.' : `This machine is linked to ${linked}.`,
    )
    return 0
  }
  const id = isRemoval ? undefined : opaqueId(String(org), field)
  if (!isRemoval && id === undefined)
    return refuse(
      'That is no opaque id. It has to be the one that the organisation was given, never a name, an address or a path.',
      2,
    )
  const { files } = session
  if (files === undefined || watch.consent.state !== 'on')
    return refuse(`Nothing is linked. ${run.telemetry.status().because}`)
  const reading = parseSettings(world.disk.read(files.settings) ?? '')
  const { org: before, ...rest } = reading.kind === 'read' ? reading.settings : {}
  world.disk.write(files.settings, settingsText(id === undefined ? rest : { ...rest, org: id }))
  session.obey()
  const proofs = lastingProofs(run)
  let registered = true
  if (proofs.length > 0 && endpoint !== undefined) {
    const [status] = await postBody(run.ports, endpoint, '/v1/link', {
      v: 1,
      contract: contract.name,
      org: id ?? null,
      proofs,
    })
    registered = status >= 200 && status < 300
    if (!registered)
      output.complain(
        `${endpoint} ${status === 0 ? 'did not answer' : `answered ${status}`}: what was sent before is not linked.`,
      )
  }
  answer({ organisation: id ?? null, before: before ?? null, registered }, () =>
    id === undefined
      ? 'This machine is linked to nobody any more.'
      : `This machine says from now on that it belongs to ${id}.`,
  )
  return registered ? 0 : 3

  function refuse(why: string, code = 1): number {
    output.complain(why)
    return code
  }
}

// What names a place, a person or a host is refused before its shape is looked at: an id form that is a token could hold one.
function opaqueId(text: string, field: Parameters<typeof fieldGate>[0]): string | undefined {
  if (/[\\/~@:.\s]/.test(text) || /^(?:home|users?|root)[-_]/i.test(text)) return undefined
  // A word that somebody can read is a name; what was made by chance has digits.
  if (!/\d/.test(text)) return undefined
  const note: Note = { reason: undefined }
  return fieldGate(field).admit(field, {}, 'org')(text, note) as string | undefined
}

// The keys of ids that last: whoever holds them is whom they stand for.
function lastingProofs({ session: { contract, world, files } }: CommandRun): { readonly key: string }[] {
  const secret = files === undefined ? undefined : parseIdentity(world.disk.read(files.identity))
  if (secret === undefined) return []
  const links = Object.entries(contract.events).flatMap(([name, event]) => {
    const { identity, link } = normalEvent(contract, name, event)
    return identity === 'install' ? [link] : []
  })
  return [...new Set(links)].map((link) => ({ key: hex(scopedKey(secret, contract.name, 'install', '-', link)) }))
}
