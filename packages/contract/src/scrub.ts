// The door to the scrubber: what is secret in a text becomes `[masked]`. No client carries it on its record path.
export { MASK } from './secret-words.ts'
export { createScrubber, scrubSteps, scrubText, type ScrubOptions } from './scrub-text.ts'
export { DOUBTFUL_NAMES, SECRET_NAMES, SECRET_PATTERNS, type SecretPattern } from './secret-shapes.ts'
