import { hex, sha256, utf8 } from '@plainsight/contract/canonical'
import { inheritedWord } from './agents.ts'
import type { Env } from './env-words.ts'

interface Runs {
  [contract: string]: string
}

/**
 * The key of this run, 64 hex digits: the one that the tool that started it handed on, else a fresh one. Instances of one contract in
 * one process share it, those of other copies of this package too.
 * @param random gives so many random bytes
 * @param place where the keys of this process are kept; a test brings its own
 */
export function runKeyOf(
  session: {
    readonly contract: { readonly name: string }
    readonly stem: string
    readonly world: { readonly env: Env }
  },
  random: (count: number) => Uint8Array,
  place: object = globalThis,
): Uint8Array {
  const symbol = Symbol.for('plainsight.run/1')
  const runs = ((place as { [symbol]?: Runs })[symbol] ??= {})
  const { name } = session.contract
  const [, told = ''] = inheritedWord(session.world.env, session.stem)?.split(':') ?? []
  runs[name] ??= /^[0-9a-f]{64}$/.test(told) ? told : hex(random(32))
  return Uint8Array.from(runs[name].match(/../g) as string[], (pair) => parseInt(pair, 16))
}

/**
 * What stands in for a machine's secret in continuous integration: the same for every run of one provider, so that a thousand runs
 * are one id, and no machine is told from another.
 * @param provider a word of the probe `ciProvider`
 */
export function providerSecret(provider: string): Uint8Array {
  return sha256(utf8(`plainsight-ci/1\n${provider}`))
}
