import type { ConsentChange, Preview, ReceiptEntry, Status } from '../core/telemetry-types.ts'
import { variableStem } from '../core/env-words.ts'
import type { FullStatus } from './full-status.ts'

// Plain text: no colours, so that NO_COLOR, dumb terminals and pipes need no second form.

/** The state, who decided, where everything is, and what it costs. */
export function describeStatus(status: FullStatus): string {
  const { contract, endpoint, folder, notice, lastAnswer, hasIdentity, tagged, agreed, identity, files } = status
  const lines = [
    status.because,
    row('decided by', status.row === 0 ? 'there is no destination' : `rule ${status.row}, ${status.decider}`),
    row('contract', `${contract.name} ${contract.version}, digest ${contract.digest.slice(0, 16)}`),
  ]
  if (agreed !== contract.version) lines.push(row('agreed to', `version ${agreed}: what came later is not counted`))
  if (tagged) lines.push(row('counted as', 'continuous integration, never as a machine'))
  lines.push(row('goes to', endpoint ?? (status.sinks.length > 0 ? 'what follows' : 'nowhere')))
  for (const { name, to, waiting } of status.sinks)
    lines.push(row('', `${to ?? 'a function of the program'} (${name}${waiting > 0 ? `, ${waiting} waiting` : ''})`))
  lines.push(row('kept in', folder ?? 'nowhere: there is no place for it'))
  if (files.length > 0)
    lines.push(row('files', files.map(({ name, bytes }) => `${name} (${sizeOf(bytes)})`).join(', ')))
  lines.push(row('secret', hasIdentity ? 'on this machine, never sent; ids are made from it' : 'none made yet'))
  const scopes = identity.scopes.map((scope) => (scope === 'install' ? 'as long as the secret' : `one ${scope}`))
  lines.push(row('ids last', scopes.length === 0 ? 'there are none' : scopes.join(', ')))
  if (identity.since !== undefined) lines.push(row('since', identity.since))
  if (status.organisation !== undefined) lines.push(row('linked to', status.organisation))
  for (const [channel, { because }] of Object.entries(status.channels)) lines.push(row(channel, because))
  if (notice !== undefined) {
    const minute = (at: number): string => `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`
    const followed = notice.followed ? '' : ', and after one more use at a terminal'
    // Whoever has decided waits for nothing any more.
    const waits = `nothing is counted before ${minute(notice.graceEnds)}${followed}`
    lines.push(row('notice', `shown ${minute(notice.at)}${status.state === 'undecided' ? `; ${waits}` : ''}`))
  }
  if (lastAnswer !== undefined)
    lines.push(
      row(
        'last answer',
        `${lastAnswer.status === 0 ? 'none' : lastAnswer.status}${lastAnswer.day === undefined ? '' : `, last delivered ${lastAnswer.day}`}`,
      ),
    )
  if (status.keptUntil !== undefined) lines.push(row('kept there', `until ${status.keptUntil} at most`))
  lines.push(row('costs', 'measured on a small, busy machine:'))
  for (const [what, cost] of Object.entries(status.costs)) lines.push(row('', `${what}: ${cost}`))
  return lines.join('\n')
}

function sizeOf(bytes: number): string {
  return bytes < 1024 ? `${bytes} B` : `${(bytes / 1024).toFixed(1)} KB`
}

/** What a choice came to, and a warning where something stronger stands above it. */
export function describeChange(choice: 'on' | 'off' | 'local', { stored, status }: ConsentChange): string {
  if (!stored) {
    const value = { on: 1, off: 0, local: 'local' }[choice]
    const place = status.folder === undefined ? '' : ` in ${status.folder}`
    const instead = `${variableStem(status.contract.name)}=${value} says the same for as long as it is set.`
    return `The choice could not be stored${place}.\n${instead}\n${status.because}`
  }
  // That it does not hold is said apart, with what stands above it.
  if (choice !== 'off' && status.state !== choice) return `Your choice is stored: ${choice}.`
  const done = {
    on: 'Telemetry is allowed from now on.',
    off: 'Telemetry is off. Everything that was not yet sent is gone.',
    local: 'Counts are kept on this machine only; nothing leaves.',
  }
  return done[choice]
}

/** What would leave, exactly, and what still grows. */
export function describePreview({ batches, unfinished }: Preview, { because, state, endpoint, sinks }: Status): string {
  const lines: string[] = []
  if (state !== 'on') lines.push(because)
  lines.push(
    batches.length === 0
      ? 'Nothing would leave now.'
      : `Would leave now, to ${[endpoint ?? [], sinks.map(({ name, to }) => to ?? name)].flat(2).join(', ')}:`,
  )
  lines.push(...batches)
  if (unfinished.length > 0) lines.push('Counted today, and would leave after midnight UTC:', ...unfinished)
  return lines.join('\n')
}

/** One line for each answered request, newest last. */
export function describeLog(receipts: readonly ReceiptEntry[]): string {
  if (receipts.length === 0) return 'Nothing has left this machine.'
  return receipts
    .map(({ at, to, batch, day, status, body }) => {
      const size = body === undefined ? '' : `  ${Buffer.byteLength(body, 'latin1')} bytes`
      return `${at}  ${to}  ${status}  day ${day}  batch ${batch}${size}${body === undefined ? '' : `\n  ${body}`}`
    })
    .join('\n')
}

function row(name: string, text: string): string {
  return `  ${name.padEnd(12)} ${text}`
}
