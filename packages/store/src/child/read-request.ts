import type { IncomingMessage } from 'node:http'
import { timingSafeEqual } from 'node:crypto'
import { gateQuestion, boundNames } from '../gate-question.ts'
import { ownError, type EngineError } from './engine-error.ts'
import type { InsertTarget } from './open-engine.ts'
import type { Role, StartOrder } from './start-order.ts'

/** What a request asks for. */
export type Request =
  | { readonly kind: 'insert'; readonly target: InsertTarget }
  | { readonly kind: 'command'; readonly sql: string }
  | {
      readonly kind: 'question'
      readonly role: 'reader' | 'exporter'
      readonly sql: string
      readonly params: ReadonlyMap<string, string>
    }

/** Settings that an insert may bring. The token is the one that matters; the others make the engine stricter. */
const INSERT_SETTINGS: ReadonlySet<string> = new Set([
  'insert_deduplication_token',
  'insert_deduplicate',
  'input_format_skip_unknown_fields',
  'input_format_null_as_default',
  'input_format_parallel_parsing',
  'date_time_input_format',
])

/** What the client sends along and what has no meaning here: a session's limits are its own and cannot be moved from outside. */
const IGNORED_SETTINGS: ReadonlySet<string> = new Set([
  'query_id',
  'database',
  'default_format',
  'enable_http_compression',
  'wait_end_of_query',
  'async_insert',
  'readonly',
  'max_execution_time',
  'max_memory_usage',
  'max_result_rows',
  'max_result_bytes',
  'output_format_json_quote_64bit_integers',
  'do_not_merge_across_partitions_select_final',
])

/** Statements that the writer makes. */
const COMMAND = /^\s*(?:SELECT|CREATE DATABASE|CREATE TABLE|ALTER TABLE|DROP TABLE|OPTIMIZE TABLE)\s/i

const INSERT = /^\s*INSERT INTO `?([A-Za-z]\w*)`?\s*(?:\(([\w`,\s]+)\)\s*)?FORMAT JSONEachRow\s*$/

/** Who a request comes from: the name and the secret of its basic authentication. */
export function roleOf(request: IncomingMessage, secrets: StartOrder['secrets']): Role | undefined {
  const match = /^Basic ([A-Za-z0-9+/=]+)$/.exec(request.headers.authorization ?? '')
  if (match === null) return undefined
  const [name, secret] = Buffer.from(match[1] as string, 'base64')
    .toString()
    .split(':')
  for (const role of ['writer', 'reader', 'exporter'] as const) {
    const [given, known] = [Buffer.from(secret ?? ''), Buffer.from(secrets[role])]
    if (name === role && given.length === known.length && timingSafeEqual(given, known)) return role
  }
  return undefined
}

/** Reads what is asked out of the address and, where the statement is not in the address, the body. */
export function readRequest(role: Role, search: URLSearchParams, body: Buffer): Request | EngineError {
  const inAddress = search.get('query')
  const settings: { [name: string]: string } = {}
  const params = new Map<string, string>()
  for (const [name, value] of search) {
    if (name === 'query' || IGNORED_SETTINGS.has(name)) continue
    const param = /^param_([A-Za-z_]\w*)$/.exec(name)
    if (param !== null) params.set(param[1] as string, value)
    else if (INSERT_SETTINGS.has(name)) settings[name] = value
    else return ownError(115, 'UNKNOWN_SETTING', `The setting ${JSON.stringify(name)} is not taken here.`)
  }
  if (role === 'writer') {
    const insert = inAddress === null ? null : INSERT.exec(inAddress)
    if (insert !== null) {
      const columns = insert[2]?.split(',').map((name) => name.replaceAll('`', '').trim())
      return {
        kind: 'insert',
        target: { table: insert[1] as string, settings, ...(columns === undefined ? {} : { columns }) },
      }
    }
    const sql = statement(inAddress, body)
    if (typeof sql !== 'string') return sql
    if (sql.includes(';') || !COMMAND.test(sql))
      return ownError(
        62,
        'SYNTAX_ERROR',
        'The writer makes one statement at a time, of the kinds that a migration or a purge needs.',
      )
    if (params.size > 0) return ownError(456, 'UNKNOWN_QUERY_PARAMETER', 'The writer binds no parameters.')
    return { kind: 'command', sql }
  }
  const sql = statement(inAddress, body)
  if (typeof sql !== 'string') return sql
  const refusal = gateQuestion(sql)
  if (refusal !== undefined) return ownError(62, 'SYNTAX_ERROR', refusal)
  for (const name of boundNames(sql))
    // A session keeps the parameters of the question before, so a missing one would be answered with another's value.
    if (!params.has(name)) return ownError(456, 'UNKNOWN_QUERY_PARAMETER', `Substitution ${name} is not set.`)
  for (const [name, value] of params)
    if (value.includes('\0')) return ownError(457, 'BAD_QUERY_PARAMETER', `Substitution ${name} holds a NUL.`)
  return { kind: 'question', role, sql, params }
}

// The client puts the format behind the statement; ours is the only one that is spoken.
function statement(inAddress: string | null, body: Buffer): string | EngineError {
  const text = [inAddress, body.length > 0 ? body.toString('utf8') : null].filter((part) => part !== null).join('\n')
  const format = /\sFORMAT\s+(\w+)\s*$/i.exec(text)
  if (format !== null && format[1] !== 'JSONEachRow')
    return ownError(73, 'UNKNOWN_FORMAT', `The format ${format[1]} is not spoken here, only JSONEachRow.`)
  const sql = format === null ? text : text.slice(0, format.index)
  return sql.trim() === '' ? ownError(62, 'SYNTAX_ERROR', 'Empty query.') : sql
}
