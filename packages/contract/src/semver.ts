// The three numbers of a version; contracts have no pre-releases.
const VERSION = /^(0|[1-9][0-9]{0,5})\.(0|[1-9][0-9]{0,5})\.(0|[1-9][0-9]{0,5})$/

/** The parts of a contract version, or undefined for what is none. */
export function parseSemver(version: string): readonly [number, number, number] | undefined {
  const match = VERSION.exec(version)
  return match === null ? undefined : [Number(match[1]), Number(match[2]), Number(match[3])]
}

/** Orders versions by their numbers: 1.10.0 after 1.9.0. What is no version comes first. */
export function compareSemver(a: string, b: string): number {
  const left = parseSemver(a) ?? [-1, 0, 0]
  const right = parseSemver(b) ?? [-1, 0, 0]
  return left[0] - right[0] || left[1] - right[1] || left[2] - right[2]
}

/** Whether a version is another one or a later one. */
export function isAtLeast(version: string, other: string): boolean {
  return compareSemver(version, other) >= 0
}
