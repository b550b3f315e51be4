import { ownError, type EngineError } from './engine-error.ts'

/** Lends sessions of the engine, each to one at a time: a session runs one query. */
export interface SessionPool<Session> {
  /**
   * Runs `use` with a session of its own, waiting for one if need be.
   * @returns what `use` returned, or the error when too many wait already or the wait was too long
   */
  lend<Result>(use: (session: Session) => Promise<Result>): Promise<Result | EngineError>
}

/**
 * @param waiting how many may wait
 * @param waitMs how long each waits
 */
export function createSessionPool<Session>(
  sessions: readonly Session[],
  waiting: number,
  waitMs: number,
): SessionPool<Session> {
  const idle = [...sessions]
  const queue: ((session: Session) => void)[] = []

  function take(): Promise<Session | EngineError> {
    const free = idle.pop()
    if (free !== undefined) return Promise.resolve(free)
    if (queue.length >= waiting)
      return Promise.resolve(ownError(202, 'TOO_MANY_SIMULTANEOUS_QUERIES', `${queue.length} questions wait already.`))
    return new Promise((resolve) => {
      const granted = (session: Session): void => {
        clearTimeout(timer)
        resolve(session)
      }
      const timer = setTimeout(() => {
        queue.splice(queue.indexOf(granted), 1)
        resolve(ownError(202, 'TOO_MANY_SIMULTANEOUS_QUERIES', `No session was free for ${waitMs} ms.`))
      }, waitMs)
      queue.push(granted)
    })
  }

  return {
    async lend(use) {
      const session = await take()
      if (isEngineError(session)) return session
      try {
        return await use(session)
      } finally {
        const next = queue.shift()
        if (next === undefined) idle.push(session)
        else next(session)
      }
    },
  }
}

/** Whether a value is an error as `ownError` and `engineError` make it. */
export function isEngineError(value: unknown): value is EngineError {
  return (
    typeof value === 'object' && value !== null && 'code' in value && 'text' in value && typeof value.code === 'number'
  )
}
