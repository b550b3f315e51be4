import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { exportRows } from '../tools/demo/demo-collector.ts'
import { root } from '../tools/run-command.ts'
import { around, bytesBelow, CANARIES, encoded, foundIn } from './canaries.ts'
import { installTool, type InstalledTool } from './installed-tool.ts'
import { proofMachine, type ProofMachine, type Variables } from './proof-machine.ts'
import { proofRecorder, type ProofRecorder } from './proof-recorder.ts'
import { startServe, type ServeProcess } from './serve-process.ts'

let tool: InstalledTool
let recorder: ProofRecorder
let machine: ProofMachine

beforeAll(async () => {
  tool = installTool()
  recorder = await proofRecorder()
})
afterAll(async () => {
  await recorder.close()
  tool.remove()
})

describe('what must not be told', () => {
  it('is in no byte of spool, wire, receipts and errors, whichever field, key, depth or call it was pushed through', async () => {
    machine = proofMachine(tool)
    const words = [...CANARIES, machine.home, ...(hostname().length > 4 ? [hostname()] : [])]
    try {
      const day = (date: string): Variables => around(words, `${date}T10:00:00Z`, recorder.url)
      await machine.run(day('2027-01-01'), 'on')
      const pushed = await machine.run(day('2027-01-01'), encoded(words), 'exit')
      expect(pushed).toEqual({ code: 0, signal: null, stdout: '', stderr: '' })
      // Something did come through: what was declared, and that the rest did not fit.
      const spool = bytesBelow(machine.state).map(([, text]) => text)
      expect(spool.join('\n')).toContain('"t":"e"')
      expect(spool.join('\n')).toContain('"t":"d"')
      for (const [name, text] of bytesBelow(machine.state)) expect([name, foundIn(text, words)]).toEqual([name, []])
      const debug = await machine.run({ ...day('2027-01-01'), PROOFTOOL_TELEMETRY_DEBUG: '1' }, encoded(words), 'exit')
      expect(debug.stderr).toContain('"events":')
      expect(foundIn(debug.stderr + debug.stdout, words)).toEqual([])
      await machine.run(day('2027-01-02'), ...Array.from({ length: 12 }, () => 'flush:4000'), 'exit')
      expect(recorder.requests.length).toBeGreaterThan(1)
      const { host } = new URL(recorder.url)
      for (const { head, body } of recorder.requests) expect(foundIn(head.replace(host, '') + body, words)).toEqual([])
      for (const [name, text] of bytesBelow(machine.state)) expect([name, foundIn(text, words)]).toEqual([name, []])
      // The secret itself never leaves either.
      const secret = /"secret":"([0-9a-f]{64})"/.exec(machine.read('identity.json'))?.[1] ?? ''
      expect(secret).toHaveLength(64)
      expect(JSON.stringify(recorder.requests)).not.toContain(secret)
      expect(machine.read('receipts.jsonl')).not.toContain(secret)
    } finally {
      machine.remove()
    }
  })

  it('is in no byte of the collector’s store, inbox and log, nor of what it answers', async () => {
    const data = mkdtempSync(join(tmpdir(), 'plainsight-leaks-'))
    let serve: ServeProcess | undefined
    machine = proofMachine(tool, 'acme')
    const words = [...CANARIES, machine.home, ...(hostname().length > 4 ? [hostname()] : [])]
    try {
      serve = await startServe(['--contracts', join(root, 'examples'), '--data', data])
      // The example's own contract, in a place where it finds the client that is watched.
      const contract = join(tool.folder, 'acme.telemetry.ts')
      writeFileSync(contract, readFileSync(join(root, 'examples', 'node-cli', 'acme.telemetry.ts')))
      const ago = (days: number): string => new Date(Date.now() - days * 86_400_000).toISOString()
      const on = (days: number): Variables => ({ ...around(words, ago(days), serve!.url), PROOF_CONTRACT: contract })
      await machine.run(on(2), 'on')
      expect((await machine.run(on(2), encoded(words), 'exit')).code).toBe(0)
      const { stdout } = await machine.run(on(1), ...Array.from({ length: 8 }, () => 'flush:4000'), 'exit')
      expect(stdout).toMatch(/"taken":[1-9]/)
      // And what a sender that is not ours would post by hand: refused or folded, and in either case not kept.
      const batch = machine.read('receipts.jsonl').trimEnd().split('\n').at(-1) ?? '{}'
      const sound = JSON.parse((JSON.parse(batch) as { body: string }).body) as { batch: string; events: object[] }
      for (const [i, word] of words.entries()) {
        const spoiled = {
          ...sound,
          batch: `00000000-0000-8000-8000-0000000000${String(i).padStart(2, '0')}`,
          context: { os: word, arch: word, productVersion: word, [String(word)]: word },
          events: [
            { name: String(word), by: { [String(word)]: word }, count: 1 },
            { name: 'command.completed', by: { command: word, outcome: 'ok' }, count: 1 },
            { name: 'command.completed', by: { command: 'list', outcome: 'ok', [String(word)]: word }, count: 1 },
            {
              name: 'tree.scanned',
              at: `${ago(2).slice(0, 13)}`,
              fields: { files: word, notes: { deep: word } },
              id: word,
            },
          ],
          drift: [[String(word), String(word), String(word)]],
        }
        const response = await fetch(`${serve.url}/v1/batches`, {
          method: 'POST',
          headers: { 'content-type': 'application/json', 'user-agent': String(word), cookie: `a=${String(word)}` },
          body: JSON.stringify(spoiled),
        })
        expect(foundIn(await response.text(), words)).toEqual([])
      }
      serve.kill('SIGTERM')
      expect(await serve.gone).toBe(0)
      expect(foundIn(serve.said(), words)).toEqual([])
      // The files of the store are packed, so what they hold is read besides.
      const rows = await exportRows(data)
      expect(rows.length).toBeGreaterThan(2)
      expect(foundIn(JSON.stringify(rows), words)).toEqual([])
      const files = bytesBelow(data)
      expect(files.some(([name]) => name.includes('inbox'))).toBe(true)
      for (const [name, text] of files) expect([name, foundIn(text, words)]).toEqual([name, []])
    } finally {
      serve?.kill('SIGKILL')
      machine.remove()
      rmSync(data, { recursive: true, force: true })
    }
  })
})
