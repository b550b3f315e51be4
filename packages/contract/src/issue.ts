import { RULES, type Rule, type Severity } from './rules.ts'

/** Keys and places from the contract down to what is meant. */
export type Path = readonly (string | number)[]

/** One thing that is wrong with a contract: data, made into text by whoever prints it. */
export interface Issue {
  readonly rule: Rule
  readonly severity: Severity
  /** Who let it pass, when and why; it is a note then. */
  readonly suppressed?: { readonly who: string; readonly when: string; readonly why: string }
  /** One sentence: what is wrong. */
  readonly message: string
  /** Where: keys and places from the contract down; empty for the contract itself. */
  readonly path: Path
  /** One sentence: what to do. */
  readonly mend: string
}

/** Takes down what a rule found. */
export type Report = (rule: Rule, path: Path, message: string, mend: string) => void

/** A list of issues and the function that adds to it. */
export function issueList(): { readonly issues: Issue[]; readonly report: Report } {
  const issues: Issue[] = []
  return {
    issues,
    report(rule, path, message, mend) {
      issues.push({ rule, severity: RULES[rule][0], message, path, mend })
    },
  }
}

/** A path as text: `events["command.completed"].by[0]`; `the contract` for the empty one. */
export function pathText(path: Path): string {
  if (path.length === 0) return 'the contract'
  return path
    .map((key, i) => {
      if (typeof key === 'number') return `[${key}]`
      if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(key)) return `[${JSON.stringify(key)}]`
      return i === 0 ? key : `.${key}`
    })
    .join('')
}
