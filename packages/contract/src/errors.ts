// The door to error reports: what a program loads only when it has one to tell.
export { admitError, type RawError } from './admit-error.ts'
export { fileKey, filesByKey, type BuildManifest } from './build-manifest.ts'
export { errorFingerprint } from './error-fingerprint.ts'
export { ERROR_LIMITS, ERROR_PARTS, errorWords, FOREIGN } from './error-words.ts'
