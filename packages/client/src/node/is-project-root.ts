/** What marks the root of a project: a repository, or the manifest of a package. */
const MANIFESTS = [
  '.git',
  'package.json',
  'pyproject.toml',
  'Cargo.toml',
  'go.mod',
  'composer.json',
  'Gemfile',
  'pom.xml',
  'deno.json',
]

/**
 * Whether a folder is the root of a project.
 * @param has whether a path is there
 */
export function isProjectRoot(folder: string, separator: string, has: (path: string) => boolean): boolean {
  return MANIFESTS.some((name) => has(folder + separator + name))
}
