/**
 * What each probe means, in the words of `spec/probes.json`. The table that the record path carries has no words, so that starting costs
 * less.
 */
export const PROBE_WORDS: { readonly [probe: string]: string } = {
  os: 'The operating system',
  osVersion: 'The version of the operating system',
  arch: 'The kind of processor',
  runtime: 'What the product runs on',
  runtimeVersion: 'The major version of the runtime',
  productVersion: 'The version of the product',
  previousVersion: 'The version of the product used before this one',
  ci: 'Whether it ran in continuous integration',
  ciProvider: 'Which continuous integration ran it',
  agent: 'Which coding agent started it',
  container: 'Whether it ran in a container',
  serverless: 'Whether it ran as a serverless function',
  cloud: 'Which cloud it ran in',
  packageManager: 'Which package manager started it',
  environment: 'Which environment the product said it is in',
  timeToFirstUse: 'Hours from the installation to this',
  installAge: 'Days since the installation',
}
