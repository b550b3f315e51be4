import type { Contract, EventNames } from '@plainsight/contract'
import { beforeLeaving } from './before-leaving.ts'
import { loosely, type CountedTelemetry } from './counted-telemetry.ts'
import { declaredBy, onlyDeclared } from './declared-by.ts'

/** What counting needs of a `Server` or an `McpServer` of `@modelcontextprotocol/sdk`, of any version. */
export interface McpServerLike {
  connect(transport: never): Promise<void>
}

/** What is counted, by the contract's names. Events and fields that the contract does not declare are not counted. */
export interface McpOptions<Event extends string = string> {
  /**
   * The event of a tool call: `tool`, `outcome` (`ok`, `error`, `aborted`), `duration`, `clientName`, `clientVersion`.
   * Default: `tool.called`.
   */
  readonly tool?: Event
  /** The event of a prompt that was asked for: `prompt` and the rest as of a tool. Default: `prompt.asked`. */
  readonly prompt?: Event
  /** The event of a session, once each: `clientName`, `clientVersion`. Default: `session.started`. */
  readonly session?: Event
  /** The event of a feature, once a session: `feature` (`tools`, `prompts`, `resources`, …), `clientName`, `clientVersion`. Default: `feature.used`. */
  readonly feature?: Event
  /** Other names of fields: `{ tool: 'toolName' }`. */
  readonly fields?: { readonly [field: string]: string }
}

interface Message {
  readonly id?: string | number
  readonly method?: string
  readonly params?: { readonly name?: unknown; readonly requestId?: string | number }
  readonly result?: { readonly isError?: unknown }
  readonly error?: unknown
}

interface Transport {
  start(): Promise<void>
  send(message: Message, ...more: unknown[]): Promise<void>
  onmessage?: ((message: Message, ...more: unknown[]) => void) | undefined
  onclose?: (() => void) | undefined
}

interface Protocol {
  connect(transport: Transport): Promise<void>
  readonly transport?: Transport | undefined
  getClientVersion?(): { readonly name?: unknown; readonly version?: unknown } | undefined
}

interface Call {
  readonly event: string
  readonly values: { readonly [field: string]: unknown }
  readonly from: number
}

/** Calls that are under way at once; a client that begins more has the rest uncounted. */
const MOST_PENDING = 1_000

/**
 * Counts the calls of a server of the Model Context Protocol, each after its reply is on the wire. Of a request only its method, its
 * id and the name of the tool are read, of a reply only its id and whether it is an error: never arguments, never results. Nothing
 * is written to the protocol's stream, and no notice is shown.
 * @param server before or after it is connected; a server of its own for each session, as the protocol has it
 */
export function attach<C extends Contract>(
  counted: CountedTelemetry<C> & { noNotice(): void },
  server: McpServerLike,
  options: McpOptions<EventNames<C>> = {},
): void {
  const {
    tool = 'tool.called',
    prompt = 'prompt.asked',
    session = 'session.started',
    feature = 'feature.used',
    fields = {},
  }: McpOptions = options
  const telemetry = loosely(counted)
  const { contract } = telemetry
  const protocol = ((server as { server?: unknown }).server ?? server) as Protocol
  const declared = new Map([tool, prompt, session, feature].map((event) => [event, declaredBy(contract, event)]))
  const pending = new Map<string | number, Call>()
  const used = new Set<string>()
  let release: (() => void) | undefined
  counted.noNotice()

  function record(event: string, values: { readonly [field: string]: unknown }): void {
    if (!Object.hasOwn(contract.events, event)) return
    // Over HTTP without sessions no server hears who it speaks with.
    const { name = 'other', version = 'other' } = protocol.getClientVersion?.() ?? {}
    // What a bridge between two transports adds goes; `Visual Studio Code` is listed with dashes.
    const clientName = typeof name === 'string' ? name.replace(/ \(via .*$/s, '').replace(/[ -]+/g, '-') : name
    const all = Object.entries({ ...values, clientName, clientVersion: version })
    const renamed = all.map(([field, value]) => [fields[field] ?? field, value] as const)
    telemetry.record(event, onlyDeclared(declared.get(event)!, Object.fromEntries(renamed)))
  }

  function heard({ id, method, params }: Message): void {
    if (method === undefined) return
    if (method === 'notifications/cancelled' && params?.requestId !== undefined) return end(params.requestId, 'aborted')
    const [part = ''] = method.split('/')
    if (id === undefined || pending.size >= MOST_PENDING) return
    const event = { 'tools/call': tool, 'prompts/get': prompt, initialize: session }[method]
    if (part !== method) use(part)
    if (event === undefined) return
    const key = method === 'tools/call' ? 'tool' : 'prompt'
    const values = event === session ? {} : { [key]: params?.name }
    pending.set(id, { event, values, from: performance.now() })
    release ??= beforeLeaving(telemetry, endAll)
  }

  function use(part: string): void {
    if (used.has(part) || used.size >= 20) return
    used.add(part)
    record(feature, { feature: part })
  }

  function end(id: string | number, outcome: 'ok' | 'error' | 'aborted'): void {
    const call = pending.get(id)
    if (call === undefined) return
    pending.delete(id)
    // A server that is let go without a word, as over HTTP without sessions, is held by nothing.
    if (pending.size === 0) {
      release?.()
      release = undefined
    }
    if (call.event === session) return outcome === 'ok' ? record(session, {}) : undefined
    record(call.event, { ...call.values, outcome, duration: performance.now() - call.from })
  }

  function endAll(): void {
    for (const id of pending.keys()) end(id, 'aborted')
  }

  function listen(transport: Transport): void {
    const { send, onmessage, onclose } = transport
    transport.onmessage = (message, ...more) => {
      quietly(() => heard(message))
      onmessage?.call(transport, message, ...more)
    }
    transport.onclose = () => {
      quietly(endAll)
      onclose?.call(transport)
    }
    transport.send = (message, ...more) => {
      const sent = send.call(transport, message, ...more)
      quietly(() => {
        const { id, method, error, result } = message
        // What asks has a method; the ids of both sides are alike.
        if (id === undefined || method !== undefined || !pending.has(id)) return
        const outcome = error !== undefined || result?.isError === true ? 'error' : 'ok'
        // A transport of one's own may give nothing to wait for.
        Promise.resolve(sent).then(
          () => quietly(() => end(id, outcome)),
          () => quietly(() => end(id, 'aborted')),
        )
      })
      return sent
    }
  }

  const { connect } = protocol
  protocol.connect = async (transport) => {
    // The protocol's own listeners are there when it starts, and nothing was heard yet.
    const { start } = transport
    transport.start = () => {
      quietly(() => listen(transport))
      return start.call(transport)
    }
    return connect.call(protocol, transport)
  }
  if (protocol.transport !== undefined) listen(protocol.transport)
}

function quietly(act: () => void): void {
  try {
    act()
  } catch {
    // A message that is not what it should be is the protocol's affair.
  }
}
