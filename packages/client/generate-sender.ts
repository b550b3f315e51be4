// Writes src/generated/sender.gen.ts: the detached sender as text, for `execPath -e`. `--check` writes nothing and fails when stale.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { rolldown } from 'rolldown'

const room = import.meta.dirname
const target = join(room, 'src', 'generated', 'sender.gen.ts')

/** The sender's bundled and minified source. */
export async function bundleSender(): Promise<string> {
  const bundle = await rolldown({
    cwd: room,
    input: { sender: join(room, 'src', 'sender', 'main.ts') },
    platform: 'node',
    resolve: { conditionNames: ['plainsight-source', 'node', 'import', 'default'] },
    logLevel: 'warn',
  })
  const { output } = await bundle.generate({ format: 'esm', minify: true, comments: false })
  await bundle.close()
  // A side effect only: the child runs it as a script.
  return output[0].code.replace(/export\s*\{\s*\};?/, '').trim()
}

/** The text of the generated file. */
export async function senderFile(): Promise<string> {
  const source = await bundleSender()
  return (
    '// Made by `node packages/client/generate-sender.ts` from src/sender/main.ts; never edited.\n' +
    '/** The detached sender: what `execPath -e` runs, in a process of its own. */\n' +
    `export const senderSource: string =\n  ${JSON.stringify(source)}\n`
  )
}

if (process.argv[1] === import.meta.filename) {
  const text = await senderFile()
  const fresh = existsSync(target) && readFileSync(target, 'utf8') === text
  if (process.argv.includes('--check')) {
    if (!fresh) console.error('packages/client: src/generated/sender.gen.ts is stale; run npm run fresh')
    process.exitCode = fresh ? 0 : 1
  } else if (!fresh) {
    mkdirSync(dirname(target), { recursive: true })
    writeFileSync(target, text)
  }
}
