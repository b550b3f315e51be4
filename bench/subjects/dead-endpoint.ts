/** The address that clients are given where nothing is meant to answer: port 9 of the own machine, which nobody listens on. */
export const DEAD_ENDPOINT = 'http://127.0.0.1:9'
