/** One file of vectors: what it is about, and its cases, each with a sentence. */
export interface VectorFile {
  /** Its place below `spec/vectors/`. */
  readonly path: string
  readonly about: string
  readonly cases: readonly VectorCase[]
  /** What several cases speak of, by name. */
  readonly given?: { readonly [name: string]: unknown }
}

/** One case: a sentence, and what goes in and comes out under the names that `spec/vectors/README.md` explains. */
export interface VectorCase {
  readonly says: string
  readonly [name: string]: unknown
}
