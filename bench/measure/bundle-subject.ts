import { cpSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { rolldown } from 'rolldown'
import { subjects } from './run-process.ts'

/** The module forms a program can have. */
export type Form = 'cjs' | 'esm'

const bench = join(import.meta.dirname, '..')
const packages = /^(?:@plainsight\/|posthog-node|@segment\/|@opentelemetry\/|@astrojs\/|@decantr\/)/

/** Makes one plain file of a subject and its own parts; its packages stay outside and are loaded as an installed tool loads them. Gives its path. */
export function bundleSubject(name: string, form: Form): Promise<string> {
  return bundle(name, form, name, packages)
}

/** Makes one file of a subject and everything it needs, as the bundler of a host does with what is published. Gives its path. */
export function bundleWhole(name: string, form: Form): Promise<string> {
  return bundle(name, form, `whole/${name}`)
}

/** The subject `peer` with one library of `bench/peers`, which is loaded as an installed tool loads it. Gives its path. */
export function bundlePeer(library: string): Promise<string> {
  return bundle('peer', 'esm', `peers/${library}`, packages, library)
}

/** The same in one file with everything that the library brings. Gives its path and the names of the packages in it. */
export async function bundlePeerWhole(library: string): Promise<{ file: string; packages: readonly string[] }> {
  const inside = new Set<string>()
  const file = await bundle('peer', 'esm', `peers/whole/${library}`, undefined, library, inside)
  return { file, packages: [...inside] }
}

/**
 * A subject as `bundleSubject` makes it, whose node door is empty: what looking for a package and loading the contract costs by itself, and
 * so the least that any client can cost that is installed.
 */
export async function bundleFloor(name: string, form: Form): Promise<string> {
  const file = await bundle(name, form, `floor/${name}`, packages)
  const client = join(bench, '..', 'packages', 'client')
  const copy = join(bench, 'dist', 'floor', 'node_modules', '@plainsight', 'client')
  mkdirSync(join(copy, 'dist'), { recursive: true })
  cpSync(join(client, 'package.json'), join(copy, 'package.json'))
  for (const door of ['contract.js', 'contract.cjs']) cpSync(join(client, 'dist', door), join(copy, 'dist', door))
  writeFileSync(join(copy, 'dist', 'node.js'), 'export function createTelemetry() {}\n')
  writeFileSync(join(copy, 'dist', 'node.cjs'), 'exports.createTelemetry = () => {}\n')
  return file
}

/**
 * The subject `serve` with the rooms of the server, from their sources, and the store's own process beside it: as the published command
 * has them, and without the memory that reading TypeScript takes. Gives its path.
 */
export async function bundleServer(): Promise<string> {
  const conditionNames = ['plainsight-source', 'node', 'import', 'default']
  const child = join(bench, '..', 'packages', 'store', 'src', 'child', 'main.ts')
  const inputs = { serve: join(subjects, 'serve.ts'), 'store-child': child }
  for (const [name, input] of Object.entries(inputs)) {
    const built = await rolldown({
      cwd: bench,
      input,
      platform: 'node',
      external: /^chdb/,
      resolve: { conditionNames },
      logLevel: 'silent',
    })
    await built.write({ format: 'esm', file: join(bench, 'dist', 'server', `${name}.js`), codeSplitting: false })
    await built.close()
  }
  return join(bench, 'dist', 'server', 'serve.js')
}

async function bundle(
  name: string,
  form: Form,
  target: string,
  external?: RegExp,
  peer = 'plainsight',
  inside?: Set<string>,
): Promise<string> {
  const built = await rolldown({
    cwd: bench,
    input: join(subjects, `${name}.ts`),
    platform: 'node',
    // What is published, not the sources.
    resolve: {
      conditionNames: ['node', form === 'cjs' ? 'require' : 'import', 'default'],
      alias: { '#peer': join(bench, 'peers', `${peer}.ts`) },
    },
    ...(external === undefined ? {} : { external }),
    logLevel: 'silent',
  })
  const ending = form === 'cjs' ? 'cjs' : 'mjs'
  const file = join(bench, 'dist', `${target}.${ending}`)
  const { output } = await built.write({
    format: form,
    file,
    codeSplitting: false,
    minify: { compress: true, mangle: false, codegen: { removeWhitespace: true } },
  })
  for (const id of Object.keys(output[0].modules)) {
    const found = /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(id)?.[1]
    if (found !== undefined) inside?.add(found)
  }
  await built.close()
  return file
}
