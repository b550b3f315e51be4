/** Whether an address to listen on can be reached from this machine only. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(host)
}

/**
 * Whether a Host header names this machine. A page of a stranger that has its own name resolve to 127.0.0.1 says its own name here.
 */
export function namesLoopback(header: string | undefined): boolean {
  const host = /^(?:\[([0-9a-f:]+)\]|([^:]+))(?::\d{1,5})?$/i.exec(header ?? '')
  return isLoopback((host?.[1] ?? host?.[2] ?? '').toLowerCase())
}
