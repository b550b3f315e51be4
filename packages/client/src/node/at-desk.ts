import { fieldOf, heldField, REDACTED } from '@plainsight/contract/judge'
import { CI_PROVIDERS, TEST_RUNNERS } from '../core/automation.ts'
import { variableStem, type Env } from '../core/env-words.ts'
import type { Telemetry } from '../core/telemetry-types.ts'
import type { World } from '../core/world.ts'
import { createDeskLine } from './desk-line.ts'
import { seenValue } from './seen-value.ts'

/** A counter is written down after this many ms at a desk, where it is looked at at once. */
const KEEP_AT_DESK = 250
/** The state is asked again after this many ms. */
const ASK_EVERY = 250

// Node's own frames, those of dependencies, and those of this package in a checkout.
const OWN_FRAME = /node:|node_modules|packages.client.(?:src|dist)/

/**
 * Makes a telemetry that tells the developer's desk every call as it was made, with the values that the contract will refuse: the desk
 * has to show them, and nobody else may. It speaks only to the loopback address and with the token that the desk gave to the process it
 * started, only where the desk is what this contract sends to, and only while counting is allowed. What the contract masks is not even told there.
 * @param make makes the telemetry in a world
 * @param name the contract's
 * @returns undefined where the variables do not name a desk of this machine
 */
export function atDesk<T extends object>(make: (world: World) => T, world: World, name: string): T | undefined {
  const desk = world.env.PLAINSIGHT_DESK ?? ''
  const place = /^http:\/\/127\.0\.0\.1:(\d{1,5})\/([0-9a-f]{64})$/.exec(desk)
  if (place === null) return undefined
  // Other tools that the command starts have desks of their own, or none.
  if (world.env[`${variableStem(name)}_ENDPOINT`] !== `http://127.0.0.1:${place[1]}`) return undefined
  // What is counted at a desk goes nowhere but there, so continuous integration and a test runner are no reason to count nothing.
  const telemetry = make({
    ...world,
    env: withoutMarks(world.env),
    later: (ms, act) => world.later(Math.min(ms, KEEP_AT_DESK), act),
  }) as T & Telemetry
  const line = createDeskLine(world, Number(place[1]), place[2] ?? '')
  let asked = -ASK_EVERY
  let counts = false

  function tell(event: unknown, given: unknown, more: object = {}): void {
    try {
      const now = performance.now()
      if (now - asked >= ASK_EVERY) {
        asked = now
        counts = /^(?:on|local)$/.test(telemetry.status().state)
      }
      if (counts)
        line.tell({ contract: telemetry.contract.name, event: seenValue(event), given: shown(event, given), ...more })
    } catch {
      // The desk is not the host's affair.
    }
  }

  function shown(event: unknown, given: unknown): unknown {
    const seen = seenValue(given)
    if (typeof seen !== 'object' || seen === null) return seen
    const { contract } = telemetry
    const privacy = typeof event === 'string' ? contract.events[event]?.privacy : undefined
    const isMasked = (name: string): boolean => {
      const declared = fieldOf(contract, name)
      return declared === undefined ? privacy === 'sensitive' : heldField(declared, privacy).kind === 'masked'
    }
    return Object.fromEntries(Object.entries(seen).map(([name, value]) => [name, isMasked(name) ? REDACTED : value]))
  }

  return {
    ...telemetry,
    record(event: never, values: never) {
      tell(event, values, { from: callSite() })
      telemetry.record(event, values)
    },
    counter(event: never, dimensions: never) {
      const bound = telemetry.counter(event, dimensions)
      const from = callSite()
      return {
        add(measures?: never) {
          tell(event, { ...(dimensions as object), ...(measures as object | undefined) }, { from })
          bound.add(measures as never)
        },
      }
    },
    span(event: never, values?: object) {
      const span = telemetry.span(event, values as never)
      const from = callSite()
      let given: object = { ...values }
      let open = true
      return {
        annotate(more: object) {
          given = { ...given, ...more }
          span.annotate(more as never)
        },
        end(outcome: never) {
          // What the span itself puts in is known to the client alone: the row says it.
          if (open) tell(event, given, { from, span: seenValue(outcome) })
          open = false
          span.end(outcome)
        },
      }
    },
    setContext(context: { readonly [field: string]: unknown }) {
      tell('', context, { context: true })
      telemetry.setContext(context)
    },
  } as unknown as T
}

function withoutMarks(env: Env): Env {
  const marks = [...CI_PROVIDERS, ...TEST_RUNNERS].flatMap(([, variables]) => variables.split(' '))
  const hidden = new Set(marks.map((mark) => mark.split('=')[0]))
  return Object.fromEntries(Object.entries(env).filter(([name]) => !hidden.has(name)))
}

// Where the host called: the first frame that is neither ours nor a dependency's, `file:line:column`.
function callSite(): string | undefined {
  const frames = new Error('where').stack?.split('\n').slice(1) ?? []
  const frame = frames.find((text) => !OWN_FRAME.test(text))
  return frame && /\(?((?:file:\/\/)?[^\s()]+:\d+:\d+)\)?$/.exec(frame)?.[1]?.replace('file://', '')
}
