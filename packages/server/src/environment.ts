/** What the server takes from its environment. Everything else comes as an argument. */
export interface Environment {
  /** `PLAINSIGHT_STOPPED=acme,other@1.0.0`: contracts, or versions of them, whose clients are told to stop. */
  readonly stopped: readonly string[]
}

/** Reads the environment: the only place in the server that does. */
export function readEnvironment(env: { readonly [name: string]: string | undefined } = process.env): Environment {
  const stopped = (env.PLAINSIGHT_STOPPED ?? '').split(',').map((name) => name.trim())
  return { stopped: stopped.filter((name) => name !== '') }
}
