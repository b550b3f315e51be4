/** Names of accounts and machines that are nobody's own, and that messages are full of. */
const NOBODYS: ReadonlySet<string> = new Set(
  (
    'admin administrator app build builder ci debian default dev developer docker ec2-user git guest home host jenkins local localhost ' +
    'node nobody pi root runner server service system test ubuntu user vagrant vscode web www www-data'
  ).split(' '),
)

/** What this person and this machine are called: the account, the machine and the last part of the home folder, without what is nobody's. */
export function ownNames(): readonly string[] {
  const os = process.getBuiltinModule('node:os')
  const found = [() => os.userInfo().username, () => os.hostname(), () => os.homedir()].flatMap((ask) => {
    try {
      return [ask()]
    } catch {
      // An account that the system has no entry of has no name, either.
      return []
    }
  })
  const names = found.flatMap((name) => [name, name.split(/[\\/]/).at(-1) ?? '', name.split('.')[0] ?? ''])
  return [...new Set(names)].filter((name) => name.length > 2 && !NOBODYS.has(name.toLowerCase()))
}
