import type { Contract, EventNames } from '@plainsight/contract'
import type { TelemetryOptions } from '../core/telemetry-types.ts'
import { loosely, type CountedTelemetry } from './counted-telemetry.ts'
import { declaredBy, onlyDeclared } from './declared-by.ts'

/** What can be taken back. */
export interface EditorDisposable {
  dispose(): unknown
}

/** What of an editor's API is used; that of VS Code and of the editors made from it fits as it is. */
export interface EditorHost {
  readonly env: {
    /** The person's own setting. */
    readonly isTelemetryEnabled: boolean
    /** Tells when it changes. */
    onDidChangeTelemetryEnabled?(listener: (enabled: boolean) => void): EditorDisposable
  }
  readonly commands: {
    registerCommand(command: string, action: (...given: never[]) => unknown, self?: unknown): EditorDisposable
  }
  readonly window?: {
    showInformationMessage(text: string): unknown
  }
}

/** How an extension's commands are counted. */
export interface EditorOptions<Event extends string = string> {
  /** The event: `command`, `outcome`, `duration`. Default: `command.completed`. */
  readonly event?: Event
}

/** An extension's counted commands; the extension's subscriptions take it. */
export interface EditorCommands<Host extends EditorHost> extends EditorDisposable {
  /** `commands.registerCommand` of the editor, counted. */
  readonly registerCommand: Host['commands']['registerCommand']
}

/**
 * The options of `createTelemetry` that follow an editor: its own setting, asked again at every send; its messages for the notice;
 * no listeners for signals of a process that belongs to the editor; what is finished is sent when the process is idle.
 */
export function editorOptions({
  env,
  window,
}: Pick<EditorHost, 'env' | 'window'>): Pick<TelemetryOptions, 'hostConsent' | 'notice' | 'send' | 'signals'> {
  return {
    hostConsent: () => (env.isTelemetryEnabled === false ? 'off' : env.isTelemetryEnabled === true ? 'on' : 'unknown'),
    send: 'idle',
    signals: false,
    notice(text) {
      if (window === undefined) return false
      window.showInformationMessage(text)
      return true
    },
  }
}

/**
 * Counts the commands of an extension: their names as the contract lists them, how they ended, how long they took; never what they
 * were given. Where the editor's setting changes, it is obeyed at once.
 */
export function attach<C extends Contract, Host extends EditorHost>(
  counted: CountedTelemetry<C> & { status(): unknown },
  { env, commands }: Host,
  options: EditorOptions<EventNames<C>> = {},
): EditorCommands<Host> {
  const { event = 'command.completed' }: EditorOptions = options
  const telemetry = loosely(counted)
  const declares = declaredBy(telemetry.contract, event)
  // Asking for the status looks at every signal again: off forgets what was counted and not kept.
  const listening = env.onDidChangeTelemetryEnabled?.(() => void counted.status())

  function registerCommand(command: string, action: (...given: never[]) => unknown, self?: unknown): EditorDisposable {
    return commands.registerCommand(
      command,
      function (this: unknown, ...given: never[]) {
        const span = telemetry.span(event, onlyDeclared(declares, { command }))
        let result
        try {
          result = action.apply(self ?? this, given)
        } catch (error) {
          span.end('error')
          throw error
        }
        if (result instanceof Promise)
          result.then(
            () => span.end('ok'),
            () => span.end('error'),
          )
        else span.end('ok')
        return result
      },
      self,
    )
  }
  return {
    registerCommand: registerCommand as Host['commands']['registerCommand'],
    dispose: () => listening?.dispose(),
  }
}

/**
 * Where an extension's events go, decided once: to the product's own collector where it has one, else to a vendor's where that is
 * set up, else nowhere. Off is `enabled: false`, so that nothing is made at all.
 * @param own the address of the product's collector
 * @param vendor a sink of a vendor, where the product has one
 */
export function editorRoute<Sink>(
  own: string | undefined,
  vendor?: Sink,
):
  | { readonly route: 'own'; readonly endpoint: string }
  | { readonly route: 'vendor'; readonly sinks: readonly [Sink] }
  | { readonly route: 'off'; readonly enabled: false } {
  if (own !== undefined && /^https?:\/\//.test(own)) return { route: 'own', endpoint: own }
  return vendor === undefined ? { route: 'off', enabled: false } : { route: 'vendor', sinks: [vendor] }
}
