import { inheritedWord } from '../core/agents.ts'
import { variableStem, type Env } from '../core/env-words.ts'
import { runKeyOf } from '../core/inherited-run.ts'
import type { Status } from '../core/telemetry-types.ts'

/** What a tool says for those it starts. */
export interface ChildOptions {
  /** The contracts of other tools of the family, by name: what holds here holds for them, too. */
  readonly family?: readonly string[]
  /** Whether a child with this same contract counts by itself. Default: it does not, since this tool counts for it. */
  readonly counts?: boolean
  /** The environment that is added to; default: this process's own. */
  readonly env?: Env
}

/**
 * The environment for a child: it inherits the decision, asks nothing, shows no notice, and is not counted twice. What is inherited
 * can only lower: an off of the child's own stands. A child with the same contract that counts shares this run's id.
 */
export function childEnvironment(
  telemetry: { readonly contract: { readonly name: string }; status(): Status },
  { family = [], counts = false, env = process.env }: ChildOptions = {},
): { [name: string]: string | undefined } {
  const { name } = telemetry.contract
  const { state } = telemetry.status()
  const told = new Map<string, string>()
  // What was told to this tool by the one that started it, and stands for others, goes on.
  for (const word of (env.PLAINSIGHT_PARENT ?? '').split(' ')) {
    const [stem = '', said] = word.split('=')
    if (said !== undefined) told.set(stem, said)
  }
  for (const other of family) {
    const stem = variableStem(other)
    told.set(stem, lowest(state, told.get(stem)?.split(':')[0]))
  }
  const stem = variableStem(name)
  const own = lowest(state, inheritedWord(env, stem)?.split(':')[0])
  if (!counts) told.set(stem, 'counted')
  else if (own !== 'on') told.set(stem, own)
  else {
    const key = runKeyOf({ contract: telemetry.contract, stem, world: { env } }, (count) =>
      globalThis.crypto.getRandomValues(new Uint8Array(count)),
    )
    told.set(stem, `on:${Array.from(key, (byte) => byte.toString(16).padStart(2, '0')).join('')}`)
  }
  return { ...env, PLAINSIGHT_PARENT: [...told].map(([word, said]) => `${word}=${said}`).join(' ') }
}

const ORDER = ['counted', 'off', 'undecided', 'local', 'on']

function lowest(state: string, told: string | undefined): string {
  return told === undefined || ORDER.indexOf(state) < ORDER.indexOf(told) ? state : told
}
