import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { extname, join } from 'node:path'
import { gzipSync } from 'node:zlib'

/** The built dashboard, held in memory: what is not in it has no path that could lead to it. */
export interface DashboardFiles {
  /**
   * Answers a path below `/app/`: a file of the build, or the page itself for every path that is a place in it.
   * @param path without `/app/`
   * @returns undefined for a file that is not there
   */
  answer(path: string, acceptsGzip: boolean, knows: string | undefined): Response | undefined
}

const TYPES: { readonly [extension: string]: string } = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.txt': 'text/plain; charset=utf-8',
  '.webmanifest': 'application/manifest+json',
}

interface Held {
  readonly bytes: Buffer<ArrayBuffer>
  readonly packed: Buffer<ArrayBuffer>
  readonly type: string
  readonly tag: string
}

/**
 * Reads the build.
 * @returns undefined when there is none
 */
export function readDashboard(folder: string): DashboardFiles | undefined {
  if (statSync(join(folder, 'index.html'), { throwIfNoEntry: false }) === undefined) return undefined
  const files = new Map<string, Held>()
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || entry.name.endsWith('.map')) continue
    const file = join(entry.parentPath, entry.name)
    const bytes = Buffer.from(readFileSync(file))
    const path = file.slice(folder.length).replaceAll('\\', '/').replace(/^\/+/, '')
    const tag = `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 22)}"`
    const type = TYPES[extname(file)] ?? 'application/octet-stream'
    files.set(path, { bytes, packed: Buffer.from(gzipSync(bytes)), type, tag })
  }

  return {
    answer(path, acceptsGzip, knows) {
      // A path that is no file is a place in the page, whatever it ends in: events have dots in their names.
      const held = files.get(path) ?? (path.startsWith('assets/') ? undefined : files.get('index.html'))
      if (held === undefined) return undefined
      const headers: Record<string, string> = {
        ...PAGE_HEADERS,
        'content-security-policy': POLICY,
        'content-type': held.type,
        etag: held.tag,
        vary: 'accept-encoding',
        // Names below assets/ carry a digest of what is in them.
        'cache-control': path.startsWith('assets/') ? 'private, max-age=31536000, immutable' : 'no-cache',
      }
      if (knows === held.tag) return new Response(null, { status: 304, headers })
      return acceptsGzip
        ? new Response(held.packed, { headers: { ...headers, 'content-encoding': 'gzip' } })
        : new Response(held.bytes, { headers })
    },
  }
}

/** Headers of everything that a browser shows. */
export const PAGE_HEADERS: { readonly [name: string]: string } = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'x-frame-options': 'DENY',
}

// Nothing from elsewhere and nothing inline: scripts and styles are files of the build.
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')
