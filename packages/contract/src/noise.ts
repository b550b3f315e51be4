// Noise for fields that say something of a machine itself (privacy.md, 5): k-ary randomised response, and how readers undo it.
import type { WireValue } from './field-spec.ts'
import { hmacSha256 } from './sha256.ts'
import { utf8 } from './utf8.ts'

/** Largest sum of a contract's losses over the life of one machine. */
export const NOISE_LIMIT = 8

/** With which chance a noisy field says its true value, and with which it says any one of the others. */
export interface NoiseChances {
  readonly truth: number
  readonly lie: number
}

/**
 * The chances of a noisy field: e^ε/(e^ε+k−1) and 1/(e^ε+k−1).
 * @param epsilon the loss for one true value, above 0
 * @param k how many values the field has, `other` among them; at least 2
 */
export function noiseChances(epsilon: number, k: number): NoiseChances {
  const weight = Math.exp(epsilon)
  return { truth: weight / (weight + k - 1), lie: 1 / (weight + k - 1) }
}

/**
 * Where a machine stands for one true value, in [0, 1): the first 53 bits of HMAC(secret, "noise/1\n" contract "\n" field "\n" value).
 * The same value always gives the same answer, so asking again tells nothing more.
 * @param secret the machine's 32 random bytes
 * @param value the true value as it would stand on the wire
 */
export function noiseShare(secret: Uint8Array, contract: string, field: string, value: WireValue): number {
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  const bytes = hmacSha256(secret, utf8(`noise/1\n${contract}\n${field}\n${text}`))
  let bits = 0
  for (let i = 0; i < 6; i++) bits = bits * 256 + (bytes[i] as number)
  return (bits * 32 + ((bytes[6] as number) >> 3)) / 2 ** 53
}

/**
 * What a noisy field says instead of its true value. Below the chance of the truth it says the truth; the rest of [0, 1) is shared
 * evenly by the other values, in their order.
 * @param values every value of the field, in the order of its declaration, `other` last
 * @param share where the machine stands (`noiseShare`)
 * @returns the true value where it is none of the field's
 */
export function noisyValue(values: readonly WireValue[], value: WireValue, epsilon: number, share: number): WireValue {
  const others = values.filter((other) => other !== value)
  if (others.length !== values.length - 1 || others.length === 0) return value
  const { truth } = noiseChances(epsilon, values.length)
  if (share < truth) return value
  const place = Math.floor(((share - truth) / (1 - truth)) * others.length)
  return others[Math.min(place, others.length - 1)] as WireValue
}

/** How many truly had a value, as far as noise lets one say. */
export interface NoiseEstimate {
  /** May lie below 0 or above the number of all: cutting it off would bend every sum. */
  readonly count: number
  /** Variance of `count`; its root is the standard error. */
  readonly variance: number
}

/**
 * Undoes noise: n̂ = (c − n·q·m)/(p − q), for m values taken together, with its variance n·Q(1−Q)/(p−q)² + n̂(P−Q)(1−P−Q)/(p−q)²
 * where P and Q are the chances that one who is, or is not, among them says one of them. For m = 1 these are the formulas of privacy.md.
 * @param counted how many said one of the values
 * @param all how many said anything
 * @param k how many values the field has
 * @param together how many values were counted together, 1 to k
 */
export function estimateNoisy(
  counted: number,
  all: number,
  epsilon: number,
  k: number,
  together: number = 1,
): NoiseEstimate {
  const { truth, lie } = noiseChances(epsilon, k)
  const among = truth + (together - 1) * lie
  const outside = together * lie
  const gap = among - outside
  if (together >= k || gap <= 0) return { count: counted, variance: 0 }
  const count = (counted - all * outside) / gap
  // A machine outside says one of them with chance `outside`, one among them with `among`.
  const variance = (all * outside * (1 - outside) + count * (among - outside) * (1 - among - outside)) / gap ** 2
  return { count, variance: Math.max(0, variance) }
}
