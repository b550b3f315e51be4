import { Command } from 'commander'
import type { ConsentChange, Preview, ReceiptEntry, Status } from '../core/telemetry-types.ts'
import { describeChange, describeLog, describePreview, describeStatus } from './describe-telemetry.ts'

/** The calls that the control command needs; every telemetry has them, whatever its contract. */
export interface ControlledTelemetry {
  status(): Status
  setConsent(choice: 'on' | 'off' | 'local', how?: { readonly by?: string }): ConsentChange
  preview(): Preview
  receipts(): readonly ReceiptEntry[]
  keepQuiet(): void
}

/** The ready-made `telemetry` command: status, on, off, local, show, log. It never reports itself. */
export function telemetryCommand(telemetry: ControlledTelemetry): Command {
  const command = new Command('telemetry').description('see, allow or refuse what this tool reports')
  command.hook('preAction', () => telemetry.keepQuiet())
  const add = (name: string, description: string, act: (json: boolean) => void): Command => {
    const sub = new Command(name)
      .description(description)
      .option('--json', 'as JSON, for scripts')
      .action((options: { json?: true }) => act(options.json === true))
    command.addCommand(sub, name === 'status' ? { isDefault: true } : {})
    return sub
  }
  add('status', 'whether anything is counted, who decided, and where it would go', (json) => {
    const status = telemetry.status()
    print(json ? asJson(status) : describeStatus(status))
  })
  for (const [choice, description] of [
    ['on', 'allow it, for what the contract says today'],
    ['off', 'refuse it, and remove everything that was not yet sent'],
    ['local', 'count for yourself only; nothing leaves'],
  ] as const) {
    add(choice, description, (json) => {
      const change = telemetry.setConsent(choice, { by: 'command' })
      print(json ? asJson(change) : describeChange(choice, change))
      // A script that relies on the choice has to hear that it could not be stored.
      if (!change.stored) process.exitCode = 1
    })
  }
  add('show', 'exactly what would leave, and what was counted today', (json) => {
    const preview = telemetry.preview()
    print(json ? asJson(parsed(preview)) : describePreview(preview, telemetry.status()))
  })
  add('log', 'what has left: when, where to, the answer', (json) => {
    const receipts = telemetry.receipts()
    print(json ? asJson(receipts) : describeLog(receipts))
  })
  return command
}

function parsed({ batches, unfinished }: Preview): object {
  return { batches: batches.map((body) => JSON.parse(body)), unfinished: unfinished.map((body) => JSON.parse(body)) }
}

function asJson(data: unknown): string {
  return JSON.stringify(data, null, 2)
}

// The only place of the client that writes to standard output: it is what was asked for.
function print(text: string): void {
  process.stdout.write(`${text}\n`)
}
