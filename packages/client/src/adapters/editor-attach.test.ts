import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, vi } from 'vitest'
import { attach, editorOptions, editorRoute, type EditorHost } from '../editor.ts'
import { operationContract } from '../fixtures/operation-contract.ts'
import { createTelemetry } from '../node.ts'
import { memory } from '../sinks/memory.ts'
import { createTestTelemetry } from '../testing.ts'

/**
 * A fake of what VS Code gives an extension, with the names and shapes of its API (`vscode.env.isTelemetryEnabled`,
 * `vscode.env.onDidChangeTelemetryEnabled`, `vscode.commands.registerCommand`, `vscode.window.showInformationMessage`); the editor
 * itself cannot run here.
 */
function fakeEditor(): EditorHost & {
  set(enabled: boolean, silently?: boolean): void
  execute(command: string, ...given: unknown[]): unknown
  readonly messages: string[]
  readonly listeners: Set<(enabled: boolean) => void>
} {
  const listeners = new Set<(enabled: boolean) => void>()
  const commands = new Map<string, (...given: never[]) => unknown>()
  const messages: string[] = []
  const env = {
    isTelemetryEnabled: true,
    onDidChangeTelemetryEnabled(listener: (enabled: boolean) => void) {
      listeners.add(listener)
      return { dispose: () => listeners.delete(listener) }
    },
  }
  return {
    env,
    messages,
    listeners,
    commands: {
      registerCommand(command, action, self) {
        commands.set(command, action.bind(self) as () => unknown)
        return { dispose: () => commands.delete(command) }
      },
    },
    window: { showInformationMessage: (text) => void messages.push(text) },
    set(enabled, silently = false) {
      env.isTelemetryEnabled = enabled
      if (!silently) for (const listener of listeners) listener(enabled)
    },
    execute: (command, ...given) => commands.get(command)?.(...(given as never[])),
  }
}

describe('an extension of an editor', () => {
  it('counts its commands by name, and never what they were given', async () => {
    const editor = fakeEditor()
    const telemetry = createTestTelemetry(operationContract, editorOptions(editor))
    const { registerCommand } = attach(telemetry, editor)
    const self = { answer: 42 }
    registerCommand(
      'acme.index',
      function (this: typeof self, path: string) {
        return `${path} ${this.answer}`
      },
      self,
    )
    registerCommand('acme.open', () => Promise.reject(new Error('x')))
    registerCommand('acme.secret-4711', () => {
      throw new Error('x')
    })
    expect(editor.execute('acme.index', '/home/me/secret-4711')).toBe('/home/me/secret-4711 42')
    await expect(editor.execute('acme.open')).rejects.toThrow('x')
    expect(() => editor.execute('acme.secret-4711')).toThrow('x')
    expect(telemetry.records.map((record) => Object.values((record as { by: object }).by).join(' ')).sort()).toEqual([
      'acme.index ok',
      'acme.open error',
      'other error',
    ])
    expect(JSON.stringify(telemetry.preview())).not.toContain('4711')
  })

  it('is off where the editor says so, and on again with it', () => {
    const editor = fakeEditor()
    const telemetry = createTestTelemetry(operationContract, editorOptions(editor))
    const { registerCommand } = attach(telemetry, editor)
    registerCommand('acme.index', () => {})
    editor.execute('acme.index')
    editor.set(false)
    expect(telemetry.status()).toMatchObject({ state: 'off', decider: 'host' })
    editor.execute('acme.index')
    editor.set(true)
    editor.execute('acme.index')
    // What was counted before the person said no is gone with what was counted after.
    expect(telemetry.records).toMatchObject([{ count: 1 }])
  })

  it('obeys a change at once where the editor tells of it, and forgets what was counted', () => {
    const editor = fakeEditor()
    const telemetry = createTestTelemetry(operationContract, editorOptions(editor))
    const extension = attach(telemetry, editor)
    telemetry.record('command.completed', { command: 'acme.index', outcome: 'ok' })
    editor.set(false)
    editor.set(true, true)
    expect(telemetry.records).toEqual([])
    extension.dispose()
    expect(editor.listeners.size).toBe(0)
  })

  it('asks again at every send, where the editor tells of nothing', async () => {
    const editor = fakeEditor()
    const telemetry = createTestTelemetry(operationContract, editorOptions(editor))
    telemetry.record('command.completed', { command: 'acme.index', outcome: 'ok' })
    await telemetry.flush()
    telemetry.clock.advance(86_400_000)
    editor.set(false, true)
    await telemetry.flush()
    expect(telemetry.sink.received).toEqual([])
    editor.set(true, true)
    await telemetry.flush()
    expect(telemetry.sink.received).toHaveLength(1)
  })

  it('shows the notice as a message of the editor, and takes no signal of its process', () => {
    const editor = fakeEditor()
    const options = editorOptions(editor)
    expect(options).toMatchObject({ signals: false, send: 'idle' })
    expect(options.notice?.('text')).toBe(true)
    expect(editor.messages).toEqual(['text'])
    expect(editorOptions({ env: editor.env }).notice?.('text')).toBe(false)
    expect(editorOptions({ env: {} as never }).hostConsent?.()).toBe('unknown')
  })
})

describe('the route of an extension', () => {
  it('is its own collector, else a vendor, else off', () => {
    const sink = { name: 'vendor', send: vi.fn<() => void>() }
    expect(editorRoute('https://telemetry.acme.example', sink)).toEqual({
      route: 'own',
      endpoint: 'https://telemetry.acme.example',
    })
    expect(editorRoute(undefined, sink)).toEqual({ route: 'vendor', sinks: [sink] })
    expect(editorRoute('', sink)).toEqual({ route: 'vendor', sinks: [sink] })
    expect(editorRoute(undefined)).toEqual({ route: 'off', enabled: false })
  })

  it.each([
    ['its own collector', true, true, { own: 1, vendor: 0 }],
    ['a vendor where it has no collector', false, true, { own: 0, vendor: 1 }],
    ['nobody where it has neither', false, false, { own: 0, vendor: 0 }],
  ])('leads to %s', async (_, hasOwn, hasVendor, reached) => {
    const folder = mkdtempSync(join(tmpdir(), 'plainsight-route-'))
    let own = 0
    const collector = createServer((request, response) => {
      own++
      request.resume()
      response.end('{}')
    })
    await new Promise<void>((resolve) => collector.listen(0, '127.0.0.1', resolve))
    try {
      const vendor = memory({ name: 'vendor' })
      const address = `http://127.0.0.1:${(collector.address() as AddressInfo).port}`
      let now = Date.UTC(2026, 10, 19, 10)
      const telemetry = createTelemetry(operationContract, {
        ...editorOptions(fakeEditor()),
        ...editorRoute(hasOwn ? address : undefined, hasVendor ? vendor : undefined),
        source: 'service',
        stateDir: join(folder, 'state'),
        env: { ACME_TELEMETRY: '1' },
        clock: () => now,
      })
      telemetry.record('command.completed', { command: 'acme.index', outcome: 'ok' })
      await telemetry.flush()
      now += 86_400_000
      await telemetry.flush()
      await telemetry.close()
      expect({ own, vendor: vendor.records.length }).toEqual(reached)
      expect(existsSync(join(folder, 'state'))).toBe(hasOwn || hasVendor)
    } finally {
      collector.close()
      rmSync(folder, { recursive: true, force: true })
    }
  })

  it('that is off makes nothing at all', () => {
    const telemetry = createTestTelemetry(operationContract, { ...editorRoute(undefined) })
    telemetry.record('command.completed', { command: 'acme.index', outcome: 'ok' })
    expect(telemetry.status()).toMatchObject({ state: 'off' })
    expect(telemetry.records).toEqual([])
  })
})
