import type { World } from '../core/world.ts'

/** The way of what is told to the desk. */
export interface DeskLine {
  /** Tells one call. It leaves within moments, or when the process ends. */
  tell(call: object): void
}

/** Calls that wait; more are counted and not told. */
const MOST_WAITING = 2_000
/** Calls wait so many ms, so that many of them leave in one request. */
const GATHER_MS = 50
/** Reads what is to be posted from its standard input: the one way to deliver in a process that is ending. */
const POSTER = `let t='';process.stdin.on('data',d=>t+=d).on('end',()=>{const[port,path]=process.argv.slice(1);
const r=require('http').request({host:'127.0.0.1',port,path,method:'POST',headers:{'content-type':'application/json'},agent:false},()=>process.exit());
r.on('error',()=>process.exit());r.end(t);setTimeout(()=>process.exit(),2000)})`

/**
 * Opens the way to the desk at a port of the loopback address: while the process lives by requests of its own, at its end through a
 * child that is waited for. Nothing that fails here is the host's affair.
 */
export function createDeskLine({ onLeave }: World, port: number, token: string): DeskLine {
  const path = `/desk/${token}`
  let waiting: object[] = []
  let untold = 0
  let parts = 0
  let timer: NodeJS.Timeout | undefined
  /** What was posted and not yet answered: a process that ends now posts it once more, and the desk knows it by its number. */
  const open = new Set<string>()

  function take(): string | undefined {
    clearTimeout(timer)
    timer = undefined
    if (waiting.length === 0 && untold === 0) return undefined
    const text = JSON.stringify({ part: `${process.pid}-${++parts}`, calls: waiting, untold })
    waiting = []
    untold = 0
    return text
  }

  function post(): void {
    const text = take()
    if (text === undefined) return
    open.add(text)
    try {
      const { request } = process.getBuiltinModule('node:http')
      const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) }
      const sent = request({ host: '127.0.0.1', port, path, method: 'POST', headers, agent: false })
      sent.on('socket', (socket) => socket.unref()).on('error', () => open.delete(text))
      sent.on('response', (answer) => {
        open.delete(text)
        answer.resume()
      })
      sent.end(text)
    } catch {
      // Without a desk the host goes on.
    }
  }

  onLeave({
    signals: true,
    leave() {
      const last = take()
      if (last !== undefined) open.add(last)
      if (open.size === 0) return
      try {
        const { spawnSync } = process.getBuiltinModule('node:child_process')
        const { NODE_OPTIONS: _, ...env } = process.env
        spawnSync(process.execPath, ['-e', POSTER, String(port), path], {
          input: [...open].join('\n'),
          env,
          timeout: 4_000,
          windowsHide: true,
          stdio: ['pipe', 'ignore', 'ignore'],
        })
      } catch {
        // As above.
      }
      open.clear()
    },
  })

  return {
    tell(call) {
      if (waiting.length >= MOST_WAITING) {
        untold++
        return
      }
      waiting.push(call)
      timer ??= setTimeout(post, GATHER_MS).unref()
    },
  }
}
