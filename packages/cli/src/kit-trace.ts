import { spawnSync } from 'node:child_process'
import { basename, isAbsolute, join } from 'node:path'

/** How a run is traced: every child too, and whole texts. */
export const TRACE_WORDS: readonly string[] = [
  'strace',
  '-f',
  '-qq',
  '-s',
  '4096',
  '-e',
  'trace=%network,%process,%file',
]

/** Something that a process did besides looking. */
export interface Deed {
  readonly kind: 'connection' | 'look-up' | 'child' | 'file' | 'machine id'
  /** What it was about: an address, a program, a path. This is what `--allow` names. */
  readonly subject: string
  readonly sentence: string
}

/** Says whether system calls can be followed here, or why not. */
export function traceable(): { readonly can: true } | { readonly can: false; readonly why: string } {
  if (process.platform !== 'linux') return { can: false, why: 'system calls are followed on Linux only' }
  const tried = spawnSync('strace', [
    '-f',
    '-qq',
    '-o',
    '/dev/null',
    '-e',
    'trace=execve',
    process.execPath,
    '--version',
  ])
  if (tried.error !== undefined) return { can: false, why: 'strace is not installed (`apt-get install strace`)' }
  if (tried.status === 0) return { can: true }
  const said = tried.stderr.toString().split('\n')[0] ?? ''
  return { can: false, why: `strace may not follow processes here (${said}); in a container, allow SYS_PTRACE` }
}

const ADDRESS = /sin6?_port=htons\((\d+)\).*?(?:inet_addr\("([^"]+)"\)|inet_pton\(AF_INET6, "([^"]+)")/
const WRITING =
  /^(?:mkdir|mkdirat|rename|renameat2?|unlink|unlinkat|rmdir|link|linkat|symlink|symlinkat|truncate|chmod|fchmodat|utimensat|mknod|mknodat)$/
const MACHINE =
  /^\/(?:etc\/machine-id|var\/lib\/dbus\/machine-id|sys\/class\/(?:net|dmi)\b|sys\/devices\/virtual\/dmi|proc\/sys\/kernel\/random|proc\/sys\/kernel\/hostname)/

/**
 * What a trace holds besides looking: addresses that were spoken to, names that were looked up, programs that were started, files that
 * were made, changed or removed, and files by which a machine is told from another.
 * @param isWatched which paths are looked after; what a command writes elsewhere is its own affair
 */
export function deedsOf(trace: string, cwd: string, isWatched: (path: string) => boolean): Deed[] {
  const deeds = new Map<string, Deed>()
  const note = (kind: Deed['kind'], subject: string, sentence: string): void => {
    const key = `${kind} ${subject}`
    if (!deeds.has(key)) deeds.set(key, { kind, subject, sentence })
  }
  let main: string | undefined
  const named = new Set<string>()
  const born = new Set<string>()
  for (const line of trace.split('\n')) {
    const read = /^(\d+)\s+(?:<\.\.\. )?([a-z0-9_]+)(?:\(| resumed>)(.*)$/.exec(line)
    if (read === null) continue
    const [, pid = '', call = '', rest = ''] = read
    main ??= pid
    if (call === 'execve' && pid !== main && !named.has(pid)) {
      named.add(pid)
      const program = basename(/^"([^"]*)"/.exec(rest)?.[1] ?? 'a program')
      note('child', program, `starts ${program}`)
    } else if (/^(?:v?fork|clone3?)$/.test(call) && !rest.includes('CLONE_THREAD')) {
      const child = /= (\d+)$/.exec(rest)?.[1]
      // A thread's birth that was cut in two says CLONE_THREAD in its first half only.
      if (child !== undefined && !line.includes('resumed>')) born.add(child)
    } else if (/^(?:connect|bind|sendto|sendmsg|sendmmsg)$/.test(call)) noteAddress(call, rest, note)
    else if (call === 'socket') {
      if (/^AF_(?:INET6?|NETLINK|PACKET)/.test(rest))
        note('connection', 'socket', `opens a socket (${/^[A-Z0-9_]+/.exec(rest)?.[0]})`)
    } else notePaths(call, rest, cwd, isWatched, note)
  }
  for (const pid of born) if (!named.has(pid)) note('child', 'fork', 'starts a copy of itself')
  return [...deeds.values()]
}

type NoteDeed = (kind: Deed['kind'], subject: string, sentence: string) => void

function noteAddress(call: string, rest: string, note: NoteDeed): void {
  const [, port = '', four, six] = ADDRESS.exec(rest) ?? []
  const host = four ?? six
  if (host !== undefined) {
    const address = `${host}:${port}`
    if (port === '53') note('look-up', address, `asks ${address} for a name`)
    // Port 0 is how the system asks itself which way it would go.
    else if (call === 'bind') note('connection', address, `listens on ${address}`)
    else if (port !== '0') note('connection', address, `speaks to ${address}`)
    return
  }
  const path = /sun_path="([^"]+)"/.exec(rest)?.[1]
  if (path === undefined) return
  if (/nscd|systemd\/resolve|resolved/.test(path)) note('look-up', path, `asks ${path} for a name`)
  else note('connection', path, `speaks to ${path}`)
}

function notePaths(
  call: string,
  rest: string,
  cwd: string,
  isWatched: (path: string) => boolean,
  note: NoteDeed,
): void {
  const opens = /^(?:open|openat|openat2|creat)$/.test(call)
  const writes = WRITING.test(call) || call === 'creat' || (opens && /O_CREAT|O_WRONLY|O_RDWR|O_TRUNC/.test(rest))
  if (!opens && !writes) return
  for (const [, given = ''] of rest.matchAll(/"((?:[^"\\]|\\.)*)"/g)) {
    const path = isAbsolute(given) ? given : join(cwd, given)
    if (opens && !writes) {
      if (path === '/etc/hosts') note('look-up', path, 'looks a name up (reads /etc/hosts)')
      if (MACHINE.test(path)) note('machine id', path, `asks which machine this is (reads ${path})`)
    } else if (isWatched(path)) note('file', path, `${/unlink|rmdir/.test(call) ? 'removes' : 'writes'} ${path}`)
  }
}
