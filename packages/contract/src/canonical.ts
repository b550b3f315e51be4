// The door to everything that must give equal bytes in every language.
export { canonicalJson } from './canonical-json.ts'
export { contractDigest } from './contract-digest.ts'
export { hmacSha256, sha256 } from './sha256.ts'
export { hex, utf8 } from './utf8.ts'
