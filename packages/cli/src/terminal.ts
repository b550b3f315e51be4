import { LOAD_LIMIT_MS } from './load-contract.ts'

/** What a command may use of the world: where it prints, where it stands, what day it is. */
export interface Terminal {
  /** One line on standard output: what was asked for. */
  print(line: string): void
  /** One line on standard error: anything said about the work itself. */
  say(line: string): void
  /** The folder that the command was started in. */
  readonly cwd: string
  /** The UTC day, `2026-11-19`. */
  today(): string
  /** True where the findings should be marked for the pull request that a CI run belongs to. */
  readonly onGithub: boolean
  /** Milliseconds that a contract may take to load. */
  readonly loadLimitMs: number
}

/** The terminal of this process. */
export function processTerminal(): Terminal {
  return {
    print: (line) => void process.stdout.write(`${line}\n`),
    say: (line) => void process.stderr.write(`${line}\n`),
    cwd: process.cwd(),
    today: () => new Date().toISOString().slice(0, 10),
    loadLimitMs: Number(process.env['PLAINSIGHT_LOAD_SECONDS'] ?? 0) * 1_000 || LOAD_LIMIT_MS,
    onGithub: process.env['GITHUB_ACTIONS'] === 'true',
  }
}
