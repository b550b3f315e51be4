import { rmSync } from 'node:fs'
import { connect } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import type { StartOrder } from './child/start-order.ts'
import { startChild, type FailedChild, type RunningChild } from './start-child.ts'

/** How the child is. */
export type ChildState =
  | { readonly kind: 'up'; readonly pid: number; readonly version: string }
  | { readonly kind: 'down'; readonly why: string }
  | { readonly kind: 'closed' }

/** Keeps one child alive for as long as it is not closed. */
export interface Supervisor {
  state(): ChildState
  /** How often it had to be started again. */
  restarts(): number
  /** Waits until the child is up, at most so many milliseconds; whether it is. */
  up(withinMs: number): Promise<boolean>
  /** Somebody waits and waits: a child that does not answer a ping either is killed, and so started again. */
  suspect(): Promise<void>
  /** Lets the child finish and end; kills it after three seconds. */
  close(): Promise<void>
}

/**
 * Milliseconds before a child that died is started again: doubled each time up to the longest, with which it is ready within the five
 * seconds of reliability.md, and from the beginning again once one has lived for a while.
 */
const BACK_OFF = { first: 100, longest: 4_000, steady: 10_000 } as const

/** How long a child may take to say a word: its event loop has nothing else to do, whatever its engine does. */
const PING_MS = 5_000

/**
 * Starts the child and supervises it.
 * @param lockWaitMs how long to wait for a folder that another process holds: one that was told to stop needs a moment
 */
export async function superviseChild(
  file: URL,
  order: StartOrder,
  lockWaitMs: number,
): Promise<Supervisor | FailedChild> {
  const first = await firstStart(file, order, lockWaitMs)
  if (first.kind === 'failed') return first

  let child: RunningChild | undefined = first
  let suspected: RunningChild | undefined
  let why = ''
  let restarts = 0
  let closed = false
  const waiting = new Set<() => void>()
  const stop = new AbortController()
  const watched = watch(first)

  async function watch(running: RunningChild): Promise<void> {
    let backOff: number = BACK_OFF.first
    for (;;) {
      const since = Date.now()
      why = await running.gone
      child = undefined
      if (closed) return
      if (Date.now() - since > BACK_OFF.steady) backOff = BACK_OFF.first
      for (;;) {
        await wait(backOff, undefined, { signal: stop.signal }).catch(() => {})
        if (closed) return
        backOff = Math.min(backOff * 2, BACK_OFF.longest)
        restarts++
        const next = await startChild(file, order)
        if (next.kind === 'failed') {
          why = next.why
          continue
        }
        running = next
        break
      }
      if (closed) running.letGo()
      child = running
      for (const wake of waiting) wake()
    }
  }

  return {
    state: () =>
      closed
        ? { kind: 'closed' }
        : child === undefined
          ? { kind: 'down', why }
          : { kind: 'up', pid: child.pid, version: child.version },
    restarts: () => restarts,
    async up(withinMs) {
      if (child !== undefined || closed) return !closed
      await new Promise<void>((resolve) => {
        const wake = (): void => {
          clearTimeout(timer)
          waiting.delete(wake)
          resolve()
        }
        const timer = setTimeout(wake, withinMs)
        waiting.add(wake)
      })
      return child !== undefined && !closed
    },
    async suspect() {
      const running = child
      if (running === undefined || suspected === running) return
      suspected = running
      if (!(await answersPing(order.socket, PING_MS)) && child === running) running.kill()
      suspected = undefined
    },
    async close() {
      closed = true
      stop.abort()
      for (const wake of waiting) wake()
      child?.letGo()
      const running = child
      const late = setTimeout(() => running?.kill(), 3_000)
      await watched
      clearTimeout(late)
      // A child that was killed left its socket's file. If somebody answers there, the folder is another's by now.
      if (!(await answersPing(order.socket, 500))) rmSync(order.socket, { force: true })
    },
  }
}

async function firstStart(file: URL, order: StartOrder, lockWaitMs: number): Promise<RunningChild | FailedChild> {
  const deadline = Date.now() + lockWaitMs
  for (;;) {
    // Asking the socket is cheap; loading the engine only to learn that the folder is locked is not.
    while (Date.now() < deadline && (await answersPing(order.socket, 500))) await wait(50)
    const child = await startChild(file, order)
    if (child.kind === 'ready' || child.reason !== 'locked' || Date.now() >= deadline) return child
    await wait(200)
  }
}

/** Whether something answers on a store's socket. */
async function answersPing(socket: string, withinMs: number): Promise<boolean> {
  return new Promise((resolve) => {
    const connection = connect(socket)
    const done = (answered: boolean): void => {
      clearTimeout(timer)
      connection.destroy()
      resolve(answered)
    }
    const timer = setTimeout(done, withinMs, false)
    connection.once('error', () => done(false))
    connection.once('data', () => done(true))
    connection.write('GET /ping HTTP/1.1\r\nHost: store\r\nConnection: close\r\n\r\n')
  })
}
