import { existsSync, globSync, readFileSync, realpathSync } from 'node:fs'
import { dirname, join, relative, resolve, sep } from 'node:path'

/** The pages below a folder, by their path from there, in order; at most 1 000. */
export function listPages(root: string): string[] {
  const pages = globSync('**/*.md', { cwd: root, exclude: (name) => name === 'node_modules' })
  return pages.sort().slice(0, 1_000)
}

/**
 * The headings of a page, indented by their level.
 * @returns a sentence where there is no such page below the root
 */
export function outlineOf(root: string, page: string): { readonly text: string } | string {
  const source = readPage(root, page)
  if (source === undefined) return `There is no page ${page} here.`
  const headings = [...source.matchAll(/^(#{1,6}) +(.+?) *#*$/gm)]
  return { text: headings.map(([, marks = '', title = '']) => `${'  '.repeat(marks.length - 1)}${title}`).join('\n') }
}

/** The links of all pages that lead to files that are not there: `page: link`, one a line. */
export function findBrokenLinks(root: string): string[] {
  return listPages(root).flatMap((page) => {
    const links = [...(readPage(root, page) ?? '').matchAll(/\]\(([^)\s#]+)(?:#[^)]*)?\)/g)].map(
      ([, link = '']) => link,
    )
    const local = links.filter((link) => !/^[a-z][a-z0-9+.-]*:/i.test(link))
    return local
      .filter((link) => !existsSync(join(root, dirname(page), decodeURI(link))))
      .map((link) => `${page}: ${link}`)
  })
}

// Nothing outside the root is read, whatever an agent asks for.
function readPage(root: string, page: string): string | undefined {
  try {
    const path = realpathSync(resolve(root, page))
    if (relative(realpathSync(root), path).split(sep)[0] === '..') return undefined
    return readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}
