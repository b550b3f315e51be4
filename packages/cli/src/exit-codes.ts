/** How a command ended: 0 done, 1 a finding (a check that failed), 2 wrong use, 3 something outside failed. */
export const EXIT: { readonly done: 0; readonly finding: 1; readonly wrongUse: 2; readonly outside: 3 } = {
  done: 0,
  finding: 1,
  wrongUse: 2,
  outside: 3,
}

/** One of the exit codes. */
export type ExitCode = (typeof EXIT)[keyof typeof EXIT]
