import { mkdirSync, writeFileSync } from 'node:fs'
import { hostname, userInfo } from 'node:os'
import { join } from 'node:path'
import { newCore, type Canary } from './kit-canaries.ts'

/** Everything private that a machine can have, made up, each with a word that is found nowhere else. */
export interface PrivateThings {
  /** The name of the home folder. */
  readonly home: string
  readonly project: string
  readonly canaries: readonly Canary[]
  readonly env: { readonly [name: string]: string }
  /** Texts that stand in for a word of the command: `{path}`. */
  readonly words: { readonly [placeholder: string]: string }
}

/** Makes up private things; nothing is written yet. */
export function privateThings(): PrivateThings {
  const canaries: Canary[] = []
  const add = (what: string, form: (core: string) => string): string => {
    const core = newCore()
    const text = form(core)
    canaries.push({ what, text, core })
    return text
  }
  const home = add('the home folder', (core) => `home-${core}`)
  const project = add('the working folder', (core) => `project-${core}`)
  const user = add('the user’s name', (core) => `quentin.${core}`)
  const host = add('the host’s name', (core) => `${core}.internal`)
  const token = add('a token', (core) => `ghp_${core}0123456789abcdefghij`)
  const key = add('a key', (core) => `sk-${core}-0123456789`)
  const url = add('the repository’s address', (core) => `https://git.example/${core}/secret.git`)
  const email = add('an e-mail address', (core) => `${core}@example.com`)
  const model = add('a private model’s name', (core) => `acme-${core}-ft-2027`)
  const path = add('a file’s path', (core) => `/srv/${core}/notes.txt`)
  const word = add('an argument', (core) => core)
  return {
    home,
    project,
    canaries: [...canaries, ...realNames()],
    env: {
      USER: user,
      LOGNAME: user,
      USERNAME: user,
      HOSTNAME: host,
      COMPUTERNAME: host,
      GITHUB_TOKEN: token,
      NPM_TOKEN: token,
      OPENAI_API_KEY: key,
      ANTHROPIC_API_KEY: key,
      AWS_SECRET_ACCESS_KEY: key,
      GIT_AUTHOR_EMAIL: email,
      GIT_AUTHOR_NAME: user,
      EMAIL: email,
      OPENAI_MODEL: model,
      ANTHROPIC_MODEL: model,
      MODEL: model,
      REPOSITORY_URL: url,
    },
    words: {
      '{user}': user,
      '{host}': host,
      '{token}': token,
      '{url}': url,
      '{email}': email,
      '{model}': model,
      '{path}': path,
      '{word}': word,
    },
  }
}

/** Writes a project that holds private things, and the settings of git in a home. */
export function furnishPrivate({ words, project }: PrivateThings, folder: string, home: string): string {
  const place = join(folder, project)
  const { '{url}': url = '', '{email}': email = '', '{user}': user = '' } = words
  mkdirSync(join(place, '.git'), { recursive: true })
  const identity = `[user]\n\tname = ${user}\n\temail = ${email}\n`
  writeFileSync(join(place, '.git', 'config'), `[core]\n\tbare = false\n[remote "origin"]\n\turl = ${url}\n${identity}`)
  writeFileSync(join(place, '.git', 'HEAD'), 'ref: refs/heads/main\n')
  writeFileSync(
    join(place, 'package.json'),
    `${JSON.stringify({ name: project, repository: url, author: email, private: true })}\n`,
  )
  writeFileSync(join(place, 'notes.txt'), `TODO: write to ${email}\n`)
  writeFileSync(join(home, '.gitconfig'), identity)
  return place
}

// What the machine itself has, where it is no common word.
function realNames(): Canary[] {
  const common = /^(?:root|admin|administrator|ubuntu|debian|runner|node|user|vagrant|docker|localhost|.{0,5})$/i
  const name = ((): string => {
    try {
      return userInfo().username
    } catch {
      return ''
    }
  })()
  const found: Canary[] = []
  if (!common.test(hostname())) found.push({ what: 'this host’s real name', text: hostname(), core: hostname() })
  if (!common.test(name)) found.push({ what: 'the real user’s name', text: name, core: name })
  return found
}
