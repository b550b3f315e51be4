import { describe, expect, it } from 'vitest'
import { operationContract } from '../fixtures/operation-contract.ts'
import { beginLlmCall, errorCodeOf, llmCall } from '../llm.ts'
import { createTestTelemetry, type TestTelemetry } from '../testing.ts'

type Tested = TestTelemetry<typeof operationContract>

const SECRET = 'the prompt says 4711'

const fieldsOf = (telemetry: Tested): { [field: string]: unknown }[] =>
  telemetry.records.map((record) => (record as unknown as { fields: { [field: string]: unknown } }).fields)

describe('a call of a language model', () => {
  it('counts tokens, time, the time to the first token and whose model it was; never prompts or answers', async () => {
    const telemetry = createTestTelemetry(operationContract)
    const answer = { text: SECRET, usage: { in: 1234, out: 56 } }
    const given = await llmCall(
      telemetry,
      { model: 'gpt-4o-2024-08-06', vendor: 'openai' },
      (call) => {
        call.firstToken()
        call.firstToken()
        return Promise.resolve(answer)
      },
      ({ usage }) => ({ inputTokens: usage.in, outputTokens: usage.out, prompt: SECRET }),
    )
    expect(given).toBe(answer)
    const [fields] = fieldsOf(telemetry)
    expect(fields).toEqual({
      model: 'gpt-4o',
      vendor: 'openai',
      outcome: 'ok',
      duration: expect.any(Number) as number,
      firstToken: expect.any(Number) as number,
      inputTokens: 1200,
      outputTokens: 56,
    })
    expect(JSON.stringify(telemetry.preview())).not.toMatch(/4711|undeclared/)
  })

  it('folds a private model to its vendor, or to other', async () => {
    const telemetry = createTestTelemetry(operationContract)
    await llmCall(telemetry, { model: 'ft:gpt-4o:acme::4711', vendor: 'openai' }, () => 1)
    await llmCall(telemetry, { model: 'zephyrbank-4711', vendor: 'anthropic' }, () => 1)
    await llmCall(telemetry, { model: 'zephyrbank-4711' }, () => 1)
    expect(
      fieldsOf(telemetry)
        .map(({ model }) => String(model))
        .sort(),
    ).toEqual(['anthropic-other', 'gpt-4o', 'other'])
    expect(JSON.stringify(telemetry.preview())).not.toContain('4711')
  })

  it('leaves out what nobody knows', async () => {
    const telemetry = createTestTelemetry(operationContract)
    await llmCall(
      telemetry,
      { model: 'o3' },
      () => 1,
      () => ({ inputTokens: undefined, turns: 3, cost: 0.25 }),
    )
    await llmCall(
      telemetry,
      { model: 'o3' },
      () => 1,
      () => {
        throw new Error('of another shape')
      },
    )
    expect(fieldsOf(telemetry).map((fields) => Object.keys(fields).sort())).toEqual([
      ['cost', 'duration', 'model', 'outcome', 'turns'],
      ['duration', 'model', 'outcome'],
    ])
  })

  it('that fails gives on the very error, and says what went wrong in one of a few words', async () => {
    const telemetry = createTestTelemetry(operationContract)
    const error = Object.assign(new Error(SECRET), { status: 429, headers: { key: SECRET } })
    await expect(llmCall(telemetry, { model: 'o3' }, () => Promise.reject(error))).rejects.toBe(error)
    expect(fieldsOf(telemetry)).toMatchObject([{ outcome: 'error', errorCode: 'rate-limited' }])
    expect(JSON.stringify(telemetry.preview())).not.toContain('4711')
  })

  it('follows a stream without a look at its parts', async () => {
    const telemetry = createTestTelemetry(operationContract)
    const part = (): object =>
      new Proxy(
        {},
        {
          get(_, key) {
            // A promise is what is awaited: the language itself asks whether it is one.
            if (key === 'then') return undefined
            throw new Error(`looked at ${String(key)}`)
          },
        },
      )
    async function* stream(fails: boolean): AsyncGenerator<object> {
      yield part()
      yield part()
      if (fails) throw Object.assign(new Error('x'), { code: 'ECONNRESET' })
    }
    const read = async (fails: boolean, most: number): Promise<number> => {
      let parts = 0
      for await (const _ of beginLlmCall(telemetry, { model: 'o3' }).follow(stream(fails), () => ({
        outputTokens: 2,
      }))) {
        void _
        if (++parts === most) break
      }
      return parts
    }
    expect(await read(false, 9)).toBe(2)
    expect(await read(false, 1)).toBe(1)
    await expect(read(true, 9)).rejects.toThrow('x')
    const ended = fieldsOf(telemetry).map(({ outcome, outputTokens, errorCode, firstToken }) => [
      outcome,
      outputTokens,
      errorCode,
      typeof firstToken,
    ])
    expect(ended.sort((a, b) => String(a[0]).localeCompare(String(b[0])))).toEqual([
      ['aborted', undefined, undefined, 'number'],
      ['error', undefined, 'network', 'number'],
      ['ok', 2, undefined, 'number'],
    ])
  })
})

describe('an error code', () => {
  it.each([
    [{ status: 401 }, 'auth'],
    [{ status: 404 }, 'invalid'],
    [{ status: 429, code: 'insufficient_quota' }, 'quota'],
    [{ statusCode: 500 }, 'server'],
    [{ status: 529 }, 'overloaded'],
    [{ name: 'TimeoutError' }, 'timeout'],
    [{ name: 'AbortError' }, 'aborted'],
    [{ message: 'fetch failed', cause: { code: 'ENOTFOUND' } }, 'network'],
    [{ message: 'x', cause: { cause: { code: 'UND_ERR_CONNECT_TIMEOUT' } } }, 'timeout'],
    [{ message: '429 rate limited' }, 'other'],
    ['text', 'other'],
    [null, 'other'],
  ])('of %j is %s', (error, code) => {
    expect(errorCodeOf(error)).toBe(code)
  })

  it('of what cannot be looked at, or has itself as its cause, is other', () => {
    const round: { cause?: unknown } = {}
    round.cause = round
    expect(errorCodeOf(round)).toBe('other')
    const hostile = new Proxy(
      {},
      {
        get() {
          throw new Error('hostile')
        },
      },
    )
    expect(errorCodeOf(hostile)).toBe('other')
  })
})
