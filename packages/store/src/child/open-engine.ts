import type { Session } from 'chdb'
import { writeEngineConfig } from './engine-config.ts'
import { engineError, type EngineError } from './engine-error.ts'
import { createSessionPool, type SessionPool } from './session-pool.ts'
import type { StartOrder } from './start-order.ts'

/** Where an insert goes, and under which settings. */
export interface InsertTarget {
  readonly table: string
  readonly columns?: readonly string[]
  readonly settings: { readonly [name: string]: string }
}

/** The open engine. Every function settles when the engine has really finished: nothing of chDB is interrupted from outside. */
export interface Engine {
  readonly version: string
  /** Runs one statement in the writer's session, after those before it. */
  command(sql: string): Promise<Uint8Array | EngineError>
  /** Inserts JSONEachRow lines in the writer's session; gives the number of rows. */
  insert(target: InsertTarget, body: Buffer): Promise<number | EngineError>
  /** Asks in a read-only session with limits; the answer is one piece of JSONEachRow, limited in size. */
  ask(sql: string, params: ReadonlyMap<string, string>): Promise<Uint8Array | EngineError>
  /** Reads in a read-only session without a limit of time, piece by piece. Throws what the engine throws. */
  read(
    sql: string,
    params: ReadonlyMap<string, string>,
    onPiece: (piece: Uint8Array) => Promise<boolean>,
  ): Promise<EngineError | undefined>
}

/** Questions that may wait for a session. */
const QUESTIONS_WAITING = 64

/** The largest answer to a question: a chart has hundreds of points, a table some thousands of rows. */
const ANSWER_ROWS = 100_000

/**
 * Opens the folder. Takes the folder's lock, so a second process that tries is refused by the engine.
 *
 * The parameters of a question are set in its session and not handed to the call: chDB 3.4 runs calls with parameters one after the
 * other in the whole process, because two at once read each other's values. A session is one question's at a time, so nothing mixes.
 */
export async function openEngine(order: StartOrder): Promise<Engine> {
  const { Session } = await import('chdb')
  const { folder, database, limits } = order
  const connectionArgs = [`--config-file=${writeEngineConfig(order)}`]
  const open = (settings: readonly string[]): Session => {
    const session = new Session(folder, { connectionArgs })
    session.query(`CREATE DATABASE IF NOT EXISTS ${database} ENGINE = Atomic`)
    session.query(`USE ${database}`)
    if (settings.length > 0) session.query(`SET ${settings.join(', ')}`)
    return session
  }
  // Rows with one record key have one `expires`, so they share a partition and FINAL need not look across.
  const always = ['do_not_merge_across_partitions_select_final = 1', 'output_format_json_quote_64bit_integers = 0']
  const spill = Math.floor(limits.questionBytes / 2)
  const limited = [
    ...always,
    `max_execution_time = ${limits.questionSeconds}`,
    `max_memory_usage = ${limits.questionBytes}`,
    `max_bytes_before_external_group_by = ${spill}`,
    `max_bytes_before_external_sort = ${spill}`,
    `max_result_rows = ${ANSWER_ROWS}`,
    'max_result_bytes = 67108864',
  ]
  const readonly = (settings: readonly string[]): Session => {
    const session = open(settings)
    // Last, because after it nothing can be set but parameters.
    session.query('SET readonly = 1')
    return session
  }
  const writer = createSessionPool([open([])], 1_000, 600_000)
  const readers = createSessionPool(
    Array.from({ length: limits.questionsAtOnce }, () => readonly(limited)),
    QUESTIONS_WAITING,
    limits.questionSeconds * 1_000,
  )
  const exporters = createSessionPool(
    [readonly([...always, `max_memory_usage = ${limits.questionBytes}`, `max_bytes_before_external_sort = ${spill}`])],
    8,
    60_000,
  )
  const version = await using(writer, async (session) =>
    (await session.queryAsync('SELECT version()', { format: 'TabSeparated' })).text().trim(),
  )

  return {
    version: typeof version === 'string' ? version : 'unknown',
    command: (sql) =>
      using(writer, async (session) => (await session.queryAsync(sql, { format: 'JSONEachRow' })).bytes()),
    insert: ({ table, columns, settings }, body) =>
      using(writer, async (session) => {
        const list = columns === undefined ? {} : { columns }
        return (await session.insert({ table, values: body, format: 'JSONEachRow', settings, ...list })).rowsWritten
      }),
    ask: (sql, params) =>
      using(readers, async (session) => {
        await setParameters(session, params)
        return (await session.queryAsync(sql, { format: 'JSONEachRow' })).bytes()
      }),
    read: (sql, params, onPiece) =>
      using(exporters, async (session) => {
        await setParameters(session, params)
        for await (const piece of session.queryStream(sql, { format: 'JSONEachRow' }))
          if (!(await onPiece(piece.raw()))) break
        return undefined
      }),
  }
}

async function using<Result>(
  pool: SessionPool<Session>,
  use: (session: Session) => Promise<Result>,
): Promise<Result | EngineError> {
  try {
    return await pool.lend(use)
  } catch (thrown) {
    return engineError(thrown)
  }
}

async function setParameters(session: Session, params: ReadonlyMap<string, string>): Promise<void> {
  if (params.size === 0) return
  const set = [...params].map(([name, value]) => `param_${name} = '${value.replace(/[\\']/g, (char) => `\\${char}`)}'`)
  await session.queryAsync(`SET ${set.join(', ')}`)
}
