import { execFile } from 'node:child_process'
import { globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { createConfig, lintFromString } from '@redocly/openapi-core'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { parseLock, type Lock } from '@plainsight/contract/lock'
import { describe, expect, it } from 'vitest'
import { generate, isOutput, OUTPUTS, type OutputName } from './index.ts'

const run = promisify(execFile)
const root = join(import.meta.dirname, '../../..')

/** The locks of the real catalogs, of the example tool and of our own command. */
const locks = globSync('{examples,contracts}/**/*.telemetry.lock.json', { cwd: root, exclude: ['**/node_modules/**'] })
  .sort()
  .map((path): Lock => {
    const read = parseLock(readFileSync(join(root, path), 'utf8'))
    if (read.kind === 'refused') throw new Error(`${path}: ${read.message}`)
    return read.lock
  })

const everything = Object.keys(OUTPUTS).filter(isOutput)
const textOf = (lock: Lock, output: OutputName): string => generate(lock, { outputs: [output] })[0]!.text

describe('what is made from a real catalog', () => {
  it.each(locks.map((lock) => [lock.contract.name, lock] as const))(
    'is a schema that compiles and a description without fault: %s',
    async (_name, lock) => {
      new Ajv2020({ strict: true }).compile(JSON.parse(textOf(lock, 'schema')) as object)
      const config = await createConfig({ extends: ['recommended-strict'] })
      const problems = await lintFromString({ source: textOf(lock, 'openapi'), absoluteRef: 'openapi.json', config })
      expect(problems.map(({ ruleId, message }) => `${ruleId}: ${message}`)).toEqual([])
    },
  )

  it('is Python that a strict type checker and Python itself take', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'plainsight-catalogs-'))
    try {
      const files = locks.map((lock) => generate(lock, { outputs: ['python'] })[0]!)
      for (const { path, text } of files) writeFileSync(join(folder, path), text)
      writeFileSync(join(folder, 'pyrightconfig.json'), '{"typeCheckingMode":"strict","pythonVersion":"3.11"}')
      const pyright = createRequire(import.meta.url).resolve('pyright/index.js')
      const { stdout } = await run(process.execPath, [pyright, '-p', folder]).catch(
        (error: { stdout: string }) => error,
      )
      expect(stdout).toContain('0 errors, 0 warnings')
      const modules = files.map(({ path }) => path.replace('.py', '')).join(', ')
      const loaded = await run('python3', ['-c', `import ${modules}`], { cwd: folder }).then(
        () => 'loaded',
        (error: NodeJS.ErrnoException & { stderr?: string }) => (error.code === 'ENOENT' ? 'no python3' : error.stderr),
      )
      expect(['loaded', 'no python3']).toContain(loaded)
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  })

  it('is the same from a copy of its lock, carries its digest, and says nothing that is undefined', () => {
    expect(locks.length).toBeGreaterThan(6)
    for (const lock of locks) {
      const made = generate(lock, { outputs: everything })
      expect(made.map(({ output }) => output)).toEqual(everything)
      expect(generate(structuredClone(lock), { outputs: [...everything].reverse() })).toEqual(made)
      for (const { path, text } of made) {
        expect([path, /\bundefined\b|\[object |NaN/.exec(text)?.[0]]).toEqual([path, undefined])
        expect(text.endsWith('\n')).toBe(true)
      }
      const withDigest = made.filter(({ text }) => text.includes(lock.digest.slice(0, 16))).map(({ output }) => output)
      expect(withDigest).toEqual(everything)
    }
  })
})
