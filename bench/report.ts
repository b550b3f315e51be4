/** How a budget is meant: a count is the same on every machine, a ratio and a time belong to one run. */
export type VerdictKind = 'count' | 'ratio' | 'time'

/** One budget of the design beside what was measured. */
export interface Verdict {
  readonly what: string
  readonly kind: VerdictKind
  /** `at most` or `at least` this. */
  readonly bound: 'at most' | 'at least'
  readonly budget: number
  readonly measured: number
  readonly unit: string
}

/** Figures side by side; the cells are ready to be printed. */
export interface Table {
  readonly title: string
  readonly columns: readonly string[]
  readonly rows: readonly (readonly string[])[]
  /** Sentences on how it was taken. */
  readonly notes?: readonly string[]
}

/** What one program found. */
export interface Report {
  readonly tables: readonly Table[]
  readonly verdicts: readonly Verdict[]
}

/** How long and how much a program may measure. */
export interface Effort {
  /** Only long enough to show that everything works; times are printed and mean nothing. */
  readonly smoke: boolean
  /** Also what takes many minutes. */
  readonly long: boolean
  /** A line of progress on standard error. */
  readonly say: (line: string) => void
}

/** One program: one subject with its peers and its limit. */
export interface Bench {
  readonly name: string
  readonly title: string
  /** Parts of `tools/build.ts` that it runs. */
  readonly needs: readonly string[]
  readonly run: (effort: Effort) => Promise<Report>
}

/** A budget that holds when the figure is not above it. */
export function atMost(what: string, kind: VerdictKind, budget: number, measured: number, unit: string): Verdict {
  return { what, kind, bound: 'at most', budget, measured, unit }
}

/** A budget that holds when the figure is not below it. */
export function atLeast(what: string, kind: VerdictKind, budget: number, measured: number, unit: string): Verdict {
  return { what, kind, bound: 'at least', budget, measured, unit }
}

/** Whether a budget holds. A figure that is no number holds nothing. */
export function isKept(verdict: Verdict): boolean {
  return verdict.bound === 'at most' ? verdict.measured <= verdict.budget : verdict.measured >= verdict.budget
}

/** `ok`, or by how much it was missed: `missed by 23 %`; in its own unit where the budget is 0. */
export function explainVerdict(verdict: Verdict): string {
  if (isKept(verdict)) return 'ok'
  if (!Number.isFinite(verdict.measured)) return 'not measured'
  const off = Math.abs(verdict.measured - verdict.budget)
  if (verdict.budget === 0) return `missed by ${showNumber(off)} ${verdict.unit}`.trimEnd()
  const part = off / verdict.budget
  return part >= 2 && verdict.bound === 'at most'
    ? `missed: ${showNumber(verdict.measured / verdict.budget)} times the budget`
    : `missed by ${showNumber(part * 100)} %`
}

/** Three significant digits below a thousand, whole numbers with spaces above. */
export function showNumber(value: number): string {
  if (!Number.isFinite(value)) return '–'
  if (Math.abs(value) < 1000) return String(Number(value.toPrecision(3)))
  return Math.round(value)
    .toString()
    .replaceAll(/\B(?=(\d{3})+$)/g, ' ')
}
