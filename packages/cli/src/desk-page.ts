import { readFileSync } from 'node:fs'

const FILES: { readonly [name: string]: readonly [file: string, type: string] } = {
  '': ['index.html', 'text/html; charset=utf-8'],
  'desk.css': ['desk.css', 'text/css; charset=utf-8'],
  'desk.js': ['desk.js', 'text/javascript; charset=utf-8'],
  'icon.svg': ['icon.svg', 'image/svg+xml'],
}

/** A file of the desk's page, by its path below the page's address; undefined where there is none. */
export function readDeskPage(path: string): { readonly bytes: Buffer; readonly type: string } | undefined {
  const found = Object.hasOwn(FILES, path) ? FILES[path] : undefined
  if (found === undefined) return undefined
  const [file, type] = found
  // The same place seen from the sources and from what is published.
  return { bytes: readFileSync(new URL(`../public/desk/${file}`, import.meta.url)), type }
}
