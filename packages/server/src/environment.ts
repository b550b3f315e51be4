/** What the server takes from its environment. Everything else comes as an argument. */
export interface Environment {
  /**
   * `PLAINSIGHT_STOPPED=acme,other@1.0.0,third/command.completed`: contracts, versions or single events of them, whose clients are told
   * to stop.
   */
  readonly stopped: readonly string[]
  /**
   * `PLAINSIGHT_ADDRESS_HEADER=x-forwarded-for`: the header in which the proxy in front writes the sender's address. Limits are counted
   * by it then. Unset, no header is believed: anybody can write one.
   */
  readonly addressHeader: string | undefined
}

/** Reads the environment: the only place in the server that does. */
export function readEnvironment(env: { readonly [name: string]: string | undefined } = process.env): Environment {
  const stopped = (env.PLAINSIGHT_STOPPED ?? '').split(',').map((name) => name.trim())
  const header = env.PLAINSIGHT_ADDRESS_HEADER?.trim().toLowerCase()
  return { stopped: stopped.filter((name) => name !== ''), addressHeader: header === '' ? undefined : header }
}
