import type { BuildManifest } from '@plainsight/contract/judge'
import type { SecretPattern } from '@plainsight/contract/scrub'

/** How a product reports its errors. */
export interface ErrorsOptions {
  /** The files of the build, made by `plainsight generate`. Without it no frame is the product's own. */
  readonly manifest?: BuildManifest
  /** The folder that those files lie below, a path or a file URL. Without it a file is known by the end of its path. */
  readonly root?: string | { readonly href: string; toString(): string }
  /** Errors that are no fault of the product, such as a file that the user misspelt: names of classes and codes, or a function that says so. */
  readonly expected?: readonly string[] | ((error: unknown) => boolean)
  /** Different errors of one class that a machine reports in a week; default 10. */
  readonly perClass?: number
  /** Texts that are secret as they are, masked in a message before a person is shown it; beside those of `mask`. */
  readonly secrets?: readonly (string | undefined)[]
  /** How credentials of your own begin. */
  readonly patterns?: readonly SecretPattern[]
  /** Names of your own after which a value is secret, in any case. */
  readonly names?: readonly string[]
}

/** What is said of one error. */
export interface ReportDetails<Values = { readonly [field: string]: unknown }> {
  /** Whether the program caught it and goes on; default true. */
  readonly handled?: boolean
  /** Whether the program ends with it; default false. A report of such a one leaves at once where the contract says `deliver: 'now'`. */
  readonly fatal?: boolean
  /** The contract's own fields of error reports. */
  readonly fields?: Values
  /**
   * Shows the person the masked message and asks whether this one may go with the report. Only an answer of `true` sends it, only where
   * the contract declares a text; the report goes without it otherwise.
   */
  readonly ask?: (text: string) => boolean | Promise<boolean>
}
