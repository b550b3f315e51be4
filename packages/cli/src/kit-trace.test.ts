import { describe, expect, it } from 'vitest'
import { deedsOf } from './kit-trace.ts'

const START = '100   execve("/usr/bin/env", ["env", "node"], 0x7ffe /* 9 vars */) = 0'
const watched = (path: string): boolean => path.startsWith('/home/kit/')

function sentences(...lines: readonly string[]): string[] {
  return deedsOf([START, ...lines].join('\n'), '/work', watched).map(({ kind, sentence }) => `${kind}: ${sentence}`)
}

describe('deedsOf', () => {
  it('passes over looking, threads, the program’s own start and what is written elsewhere', () => {
    expect(
      sentences(
        '100   execve("/usr/bin/node", ["node", "a.js"], 0x7ffe /* 9 vars */) = 0',
        '100   openat(AT_FDCWD, "/home/kit/.config/a", O_RDONLY|O_CLOEXEC) = -1 ENOENT (No such file or directory)',
        '100   clone3({flags=CLONE_VM|CLONE_THREAD|CLONE_SYSVSEM}, 88) = 101',
        '101   openat(AT_FDCWD, "out.txt", O_WRONLY|O_CREAT|O_TRUNC, 0666) = 17',
        '100   socketpair(AF_UNIX, SOCK_STREAM|SOCK_CLOEXEC, 0, [3, 4]) = 0',
        '100   newfstatat(AT_FDCWD, "/home/kit/.config/a", 0x7ffd, 0) = -1 ENOENT (No such file or directory)',
        '100   +++ exited with 0 +++',
      ),
    ).toEqual([])
  })

  it('names addresses, look-ups, children, files and ids, each once, also of calls that were cut in two', () => {
    expect(
      sentences(
        '100   socket(AF_INET, SOCK_STREAM|SOCK_CLOEXEC|SOCK_NONBLOCK, IPPROTO_IP) = 20',
        '100   connect(20, {sa_family=AF_INET, sin_port=htons(443), sin_addr=inet_addr("10.0.0.7")}, 16) = -1 EINPROGRESS',
        '102   connect(20, {sa_family=AF_INET6, sin6_port=htons(8443), sin6_flowinfo=htonl(0), inet_pton(AF_INET6, "::1", &sin6_addr), sin6_scope_id=0}, 28 <unfinished ...>',
        '102   connect(21, {sa_family=AF_INET, sin_port=htons(53), sin_addr=inet_addr("10.0.0.2")}, 16) = 0',
        '100   connect(22, {sa_family=AF_UNIX, sun_path="/var/run/nscd/socket"}, 110) = -1 ENOENT (No such file)',
        '100   openat(AT_FDCWD, "/etc/hosts", O_RDONLY|O_CLOEXEC) = 22',
        '100   openat(AT_FDCWD, "/etc/machine-id", O_RDONLY|O_CLOEXEC) = -1 ENOENT (No such file or directory)',
        '100   vfork( <unfinished ...>',
        '103   execve("/usr/local/bin/git", ["git", "config"], 0x1 /* 9 vars */) = -1 ENOENT (No such file or directory)',
        '103   execve("/usr/bin/git", ["git", "config"], 0x1 /* 9 vars */ <unfinished ...>',
        '100   <... vfork resumed>)              = 103',
        '100   clone(child_stack=NULL, flags=CLONE_CHILD_CLEARTID|SIGCHLD) = 104',
        '100   mkdir("/home/kit/.acme", 0777) = -1 EROFS (Read-only file system)',
        '100   openat(AT_FDCWD, "/home/kit/.acme/id", O_WRONLY|O_CREAT, 0666 <unfinished ...>',
        '100   openat(AT_FDCWD, "/home/kit/.acme/id", O_WRONLY|O_CREAT, 0666) = 9',
        '100   rename("/home/kit/.acme/id.tmp", "/home/kit/.acme/id2") = 0',
        '100   unlink("/home/kit/.acme/id") = 0',
      ),
    ).toEqual([
      'connection: opens a socket (AF_INET)',
      'connection: speaks to 10.0.0.7:443',
      'connection: speaks to ::1:8443',
      'look-up: asks 10.0.0.2:53 for a name',
      'look-up: asks /var/run/nscd/socket for a name',
      'look-up: looks a name up (reads /etc/hosts)',
      'machine id: asks which machine this is (reads /etc/machine-id)',
      'child: starts git',
      'file: writes /home/kit/.acme',
      'file: writes /home/kit/.acme/id',
      'file: writes /home/kit/.acme/id.tmp',
      'file: writes /home/kit/.acme/id2',
      'child: starts a copy of itself',
    ])
  })
})
