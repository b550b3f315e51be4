// The door to the scrubber: what is secret in a text becomes `[masked]`. No client carries it on its record path.
export { MASK } from './secret-words.ts'
export { createScrubber, scrubSteps, scrubText, type ScrubOptions } from './scrub-text.ts'
export type { SecretPattern } from './secret-shapes.ts'
