import type { Schema } from './value-schema.ts'

/** What a collector may answer to a batch, in the words of spec/wire.md: status → what it means, and what a client does then. */
export const BATCH_ANSWERS: { readonly [status: string]: string } = {
  200: 'Stored durably. Records are refused inside it, even all of them; a batch that was seen before gets its first answer',
  400: 'It is no batch. Never sent again',
  401: 'The token is unknown or has expired. Tried again later',
  403: 'The token is for something else. Never sent again',
  404: 'There is nothing at this path. Never sent again',
  405: 'This path does not take this method. Never sent again',
  408: 'It did not arrive in time. Tried again later',
  410: 'The maintainer has stopped this contract or version. Nothing is sent until the next version of the product',
  411: 'It has no length. Never sent again',
  413: 'It is too large. Halved, and sent again under new ids',
  415: 'It is of another type, or packed otherwise. Never sent again',
  422: 'The format, contract, version, digest or source is unknown here. Never sent again',
  429: 'There are too many from there. Tried again later',
  503: 'The collector cannot take it now. Tried again later',
}

/** Answers that say after how many seconds to try again. */
const WITH_RETRY_AFTER = ['408', '429', '503']

/** The answers to a batch, as OpenAPI says them. */
export function batchResponses(): { readonly [status: string]: object } {
  return Object.fromEntries(
    Object.entries(BATCH_ANSWERS).map(([status, description]) => [
      status,
      {
        description,
        ...(WITH_RETRY_AFTER.includes(status) ? { headers: { 'retry-after': RETRY_AFTER } } : {}),
        content: jsonContent(status === '200' ? 'Taken' : 'Refused'),
      },
    ]),
  )
}

const RETRY_AFTER = { description: 'Seconds to wait before the next try', schema: { type: 'integer', minimum: 1 } }

/** A body of JSON that has the named shape. */
export function jsonContent(part: string): object {
  return { 'application/json': { schema: { $ref: `#/components/schemas/${part}` } } }
}

/** The shapes of every answer. */
export function answerSchemas(reasons: readonly string[]): { readonly [name: string]: Schema } {
  const whole = { type: 'integer', minimum: 0 }
  const text = { type: 'string' }
  const object = (properties: { readonly [key: string]: Schema }, required: readonly string[]): Schema => ({
    type: 'object',
    properties,
    required,
  })
  const numbers = (...names: readonly string[]): Schema =>
    object(Object.fromEntries(names.map((name) => [name, whole])), names)
  const version = object({ version: text, digest: { type: 'string', pattern: '^[0-9a-f]{64}$' } }, [
    'version',
    'digest',
  ])
  const family = {
    name: text,
    title: text,
    ...(version['properties'] as object),
    docs: text,
    versions: { type: 'array', items: version },
  }
  const named = ['name', 'title', 'version', 'digest', 'versions']
  return {
    Taken: {
      description: 'One outcome for each record',
      ...object(
        {
          accepted: { ...whole, description: 'Records that are stored' },
          rejected: {
            description: 'Records that are not, each with its reason',
            type: 'array',
            items: object({ index: whole, reason: { enum: reasons } }, ['index', 'reason']),
          },
          drift: { ...whole, description: 'Things that did not fit' },
        },
        ['accepted', 'rejected', 'drift'],
      ),
    },
    Refused: {
      description: 'Why the whole request was refused; nothing of what was sent is repeated',
      ...object({ error: { type: 'string', pattern: '^[a-z]+(-[a-z]+)*$' }, message: text }, ['error', 'message']),
    },
    Contract: {
      description: 'A contract in full, with the versions that are taken',
      ...object({ ...family, contract: { type: 'object', description: 'The contract as its lock holds it' } }, [
        ...named,
        'contract',
      ]),
    },
    Contracts: {
      description: 'The contracts that are taken here, and their digests',
      ...object(
        {
          collector: { const: 'plainsight' },
          wire: { const: 1 },
          batches: { ...text, description: 'Where batches are sent' },
          contracts: {
            type: 'array',
            items: object({ ...family, contract: { ...text, description: 'Where the contract stands' } }, [
              ...named,
              'contract',
            ]),
          },
        },
        ['collector', 'wire', 'batches', 'contracts'],
      ),
    },
    Health: {
      description: 'How it is',
      ...object({ status: { enum: ['success', 'warning', 'error'] }, message: text }, ['status']),
    },
    CollectorHealth: {
      description: 'How it is: `warning` while the store is away and batches wait, `error` while nothing is taken',
      ...object(
        {
          status: { enum: ['success', 'warning', 'error'] },
          message: text,
          inbox: {
            description: 'What is taken and not yet stored',
            ...numbers('batches', 'rows', 'bytes', 'oldestSeconds'),
          },
          drained: {
            description: 'What was stored since it started',
            ...numbers('blocks', 'rows', 'quarantined', 'givenUp'),
          },
          requests: {
            description: 'Requests since it started, and how many were refused for which reason',
            ...object({ requests: whole, taken: whole, refused: { type: 'object', additionalProperties: whole } }, [
              'requests',
              'taken',
              'refused',
            ]),
          },
        },
        ['status', 'message', 'inbox', 'drained', 'requests'],
      ),
    },
  }
}
