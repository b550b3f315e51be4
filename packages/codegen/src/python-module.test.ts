import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { choice, choices, defineContract, event, flag, rollup, tally, type Contract } from '@plainsight/contract'
import { FIELD_TYPES } from '@plainsight/contract/judge'
import { makeLock } from '@plainsight/contract/lock'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { acme } from '../../contract/fixtures/acme.ts'
import { generatePython } from './python-module.ts'
import { pythonType } from './python-types.ts'

const run = promisify(execFile)
const pyright = createRequire(import.meta.url).resolve('pyright/index.js')

const textOf = (contract: Contract = acme): string =>
  generatePython({ lock: makeLock(contract, undefined, '2026-11-19'), accepted: [] })

let folder: string
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'plainsight-python-'))))
afterEach(() => rmSync(folder, { recursive: true, force: true }))

/** Type-checks files, strictly, for Python 3.11. Gives `FILE:LINE rule` of each error, lines from 1. */
async function check(files: { readonly [name: string]: string }): Promise<string[]> {
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text)
  const settings = { typeCheckingMode: 'strict', pythonVersion: '3.11', reportUnusedExpression: false }
  writeFileSync(join(folder, 'pyrightconfig.json'), JSON.stringify(settings))
  const { stdout } = await run(process.execPath, [pyright, '--outputjson', '-p', folder], { maxBuffer: 1e8 }).catch(
    (error: { stdout: string }) => error,
  )
  const { generalDiagnostics, summary } = JSON.parse(stdout) as {
    generalDiagnostics: { file: string; rule?: string; message: string; range: { start: { line: number } } }[]
    summary: { filesAnalyzed: number }
  }
  expect(summary.filesAnalyzed).toBe(Object.keys(files).length)
  return generalDiagnostics.map(
    ({ file, rule, range, message }) => `${file.split('/').at(-1)}:${range.start.line + 1} ${rule ?? message}`,
  )
}

const GOOD = `
from acme_telemetry import CONTRACT, VERSION, CommandCompleted, Telemetry


def use(telemetry: Telemetry) -> None:
    telemetry.record("command.completed", {"command": "build", "outcome": "ok", "duration": 12.5})
    telemetry.record("command.completed", {"command": "other", "outcome": "aborted"})
    telemetry.record("tool.called", {"tool": "1.2.3", "command": "deploy"})
    telemetry.record("project.indexed", {"files": 4211, "cached": True, "outcome": "ok", "org": "a" * 32})
    telemetry.record("server.started")
    values: CommandCompleted = {"command": "init", "outcome": "error"}
    telemetry.record("command.completed", values)
    hits = telemetry.counter("command.completed", {"command": "build", "outcome": "ok"})
    hits.add()
    hits.add({"duration": 3, "cost": 0.5})
    telemetry.counter("tool.called", {"tool": "2.0"}).add()
    with telemetry.span("command.completed", {"command": "build"}) as span:
        span.annotate({"outcome": "error"})
    telemetry.span("project.indexed").end("aborted")
    telemetry.identify(org="b" * 32)
    telemetry.report_error(ValueError("x"), fields={"command": "build"}, handled=True)
    telemetry.identify(org=None)
    print(CONTRACT, VERSION)
`

// One mistake a line: each has to be found, on its line.
const WRONG = [
  'telemetry.record("command.complete", {"command": "build", "outcome": "ok"})',
  'telemetry.record("command.completed", {"command": "test", "outcome": "ok"})',
  'telemetry.record("command.completed", {"command": "build"})',
  'telemetry.record("command.completed", {"command": "build", "outcome": "ok", "files": 3})',
  'telemetry.record("command.completed", {"command": "build", "outcome": "ok", "duration": "long"})',
  'telemetry.record("command.completed")',
  'telemetry.record("tool.called", {"tool": "1.2", "command": "init"})',
  'telemetry.record("tool.called", {"tool": 12})',
  'telemetry.record("project.indexed", {"files": 1, "outcome": "error"})',
  'telemetry.record("project.indexed", {"files": 1, "cached": "yes"})',
  'telemetry.record("server.started", {"path": "/home"})',
  'telemetry.counter("project.indexed", {"files": 1})',
  'telemetry.counter("command.completed", {"command": "build", "outcome": "ok", "duration": 1})',
  'telemetry.counter("tool.called", {"tool": "1.2"}).add({"duration": 1})',
  'telemetry.counter("command.completed", {"command": "build", "outcome": "ok"}).add({"files": 1})',
  'telemetry.span("command.completed", {"comand": "build"})',
  'telemetry.span("command.completed").annotate({"command": "test"})',
  'telemetry.span("command.completed").end("fine")',
  'telemetry.identify(user="x")',
  'telemetry.report_error(ValueError("x"), fields={"command": "test"})',
  'telemetry.report_error("it is broken")',
  'telemetry.record("program.failed", {"command": "build"})',
  'telemetry.set_context({"os": "linux"})',
  'telemetry.recrod("server.started")',
]

describe('the Python module of a contract', () => {
  it('lets right calls pass a strict type checker, and no wrong one', async () => {
    const wrong = `from acme_telemetry import Telemetry\ndef use(telemetry: Telemetry) -> None:\n${WRONG.map((line) => `    ${line}\n`).join('')}`
    const found = await check({ 'acme_telemetry.py': textOf(), 'good.py': GOOD, 'wrong.py': wrong })
    expect(found.filter((line) => !line.startsWith('wrong.py'))).toEqual([])
    const lines = new Set(found.map((line) => Number(/^wrong\.py:(\d+)/.exec(line)?.[1])))
    expect(WRONG.filter((_, i) => !lines.has(i + 3))).toEqual([])
  })

  it('is Python whatever the contract is called and says', async () => {
    const said = { what: 'It "happened" \\ here\n"""', why: 'A test', readBy: ['chart:test'] } as const
    const hard = defineContract({
      ...acme,
      name: 'a-b',
      title: 'A """quoted""" \\ title',
      context: ['plan'],
      presence: false,
      fields: {
        class: choice(['None', 'x"y'.replace('"', ' ')], 'A "class" \\'),
        is: flag('Whether'),
        several: choices(['a', 'b'], 'Several'),
        counts: tally(['a'], 'Counts'),
        plan: choice(['free', 'paid'], 'Plan'),
        telemetry: flag('A field of that name'),
      },
      events: {
        telemetry: event({ ...said, fields: { class: 'required', is: 'optional', several: 'optional' } }),
        'a.b': rollup({ ...said, by: ['plan'] }),
        a_b: event({ ...said, fields: { counts: 'required', telemetry: { is: true, need: 'required' } } }),
        'a-b': event({ ...said, fields: {} }),
      },
    } as unknown as Contract)
    const use = `
from a_b_telemetry import Telemetry

def use(telemetry: Telemetry) -> None:
    telemetry.record("telemetry", {"class": "None", "is": True, "several": ["a", "other"]})
    telemetry.record("a_b", {"counts": {"a": 1}})
    telemetry.counter("a.b", {"plan": "free"}).add()
    telemetry.set_context({"plan": "paid"})
`
    expect(await check({ 'a_b_telemetry.py': textOf(hard), 'use.py': use })).toEqual([])
    // A type checker evaluates nothing; Python itself does.
    for (const args of [
      ['-m', 'py_compile', 'a_b_telemetry.py'],
      ['-W', 'error', '-c', 'import a_b_telemetry'],
    ]) {
      const ran = await run('python3', args, { cwd: folder }).then(
        () => 'fine',
        (error: NodeJS.ErrnoException & { stderr?: string }) => (error.code === 'ENOENT' ? 'no python3' : error.stderr),
      )
      expect(['fine', 'no python3']).toContain(ran)
    }
  })

  it('has one event or none without an overload too many', async () => {
    const { 'tool.called': called } = acme.events
    const one = defineContract({ ...acme, events: { 'tool.called': called } } as Contract)
    expect(await check({ 'acme_telemetry.py': textOf(one) })).toEqual([])
    const none = defineContract({ ...acme, events: {} } as Contract)
    expect(await check({ 'acme_telemetry.py': textOf(none) })).toEqual([])
  })

  it('knows what a call site passes for every type of field', () => {
    const unknown = [...FIELD_TYPES.keys()].filter(
      (kind) => kind !== 'masked' && pythonType({ kind, doc: '' }) === 'object',
    )
    expect(unknown).toEqual([])
  })
})
