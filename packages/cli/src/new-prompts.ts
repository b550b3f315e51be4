import {
  CONSENTS,
  isRefused,
  KINDS,
  QUESTIONS,
  titleOf,
  withDefaults,
  type Answers,
  type Consent,
  type Kind,
} from './new-answers.ts'
import { newContract } from './new-contract.ts'

/** The prompt library; loaded only where somebody is asked. */
type Clack = typeof import('@clack/prompts')

/** Thrown where the person left: nothing else goes this way. */
class Left extends Error {}

/**
 * Asks at the terminal for what was not given.
 * @param guesses what stands there already, to be taken or changed
 * @returns undefined when the person left
 */
export async function askAnswers(given: Partial<Answers>, guesses: Partial<Answers>): Promise<Answers | undefined> {
  const clack = await import('@clack/prompts')
  clack.intro('A new contract: everything that your product may report')
  try {
    return await ask(clack, given, guesses)
  } catch (error) {
    if (error instanceof Left) return undefined
    throw error
  }
}

/** Asks a yes or no; leaving is a no. */
export async function askYes(message: string): Promise<boolean> {
  const { confirm, isCancel } = await import('@clack/prompts')
  const answer = await confirm({ message, initialValue: false })
  return !isCancel(answer) && answer
}

async function ask(clack: Clack, given: Partial<Answers>, guesses: Partial<Answers>): Promise<Answers> {
  const name =
    given.name ??
    (await line(clack, 'name', 'What is it called, in code?', guesses.name, 'acme', (text) => flawOf({ name: text })))
  const title = given.title ?? (await line(clack, 'title', 'And by people?', titleOf(name)))
  const description =
    given.description ?? (await line(clack, 'description', 'What does it do? One sentence.', guesses.description))
  const kind =
    given.kind ??
    (await pick<Kind>(
      clack,
      'What kind of product is it?',
      Object.entries(KINDS).map(([value, of]) => ({ value: value as Kind, label: of.title })),
    ))
  const sources =
    given.sources ??
    listOf(await line(clack, 'sources', 'Which parts of it count? (commas between)', KINDS[kind].source))
  const { things } = KINDS[kind]
  const example = kind === 'web' ? '/, /docs/*, /blog/:post' : 'init, build, deploy'
  const count =
    given.count ??
    listOf(
      await line(clack, 'count', `Which ${things} are there? (commas between)`, undefined, example, (text) =>
        flawOf({ kind, count: listOf(text) }),
      ),
    )
  const as =
    given.as ??
    (await pick<Answers['as']>(clack, `How are ${things} counted?`, [
      {
        value: 'rollup',
        label: 'Added up',
        hint: 'one row a day and combination leaves the machine; single uses are not kept',
      },
      { value: 'event', label: 'One by one', hint: 'each use with its hour' },
    ]))
  const consent =
    given.consent ??
    (await pick<Consent>(
      clack,
      'On what basis?',
      Object.entries(CONSENTS).map(([value, hint]) => ({ value: value as Consent, label: value, hint })),
    ))
  const endpoint = given.endpoint ?? (consent === 'local' ? undefined : await address(clack, name))
  const owners =
    given.owners ??
    listOf(await line(clack, 'owners', 'Who answers for it? (commas between)', guesses.owners?.join(', '), '@acme/dx'))
  const population =
    given.population ??
    Number(
      (
        await line(
          clack,
          'population',
          'How many machines a month, at least? Fewer means that less may be told apart.',
          '10000',
        )
      ).replaceAll('_', ''),
    )
  const { docs } = given
  return {
    name,
    title,
    description,
    kind,
    sources,
    count,
    as,
    consent,
    ...(endpoint === undefined ? {} : { endpoint }),
    owners,
    population,
    ...(docs === undefined ? {} : { docs }),
  }
}

async function line(
  { text, isCancel }: Clack,
  name: keyof Answers,
  message: string,
  initialValue?: string,
  placeholder?: string,
  flaw?: (text: string) => string | undefined,
): Promise<string> {
  const answer = await text({
    message,
    ...(initialValue === undefined ? {} : { initialValue }),
    ...(placeholder === undefined ? {} : { placeholder }),
    validate(value) {
      const read = QUESTIONS[name].read(value ?? '')
      return isRefused(read) ? read.fault : flaw?.((value ?? '').trim())
    },
  })
  if (isCancel(answer)) throw new Left()
  return answer.trim()
}

async function address({ text, isCancel }: Clack, name: string): Promise<string | undefined> {
  const answer = await text({
    message: 'Where is the collector? (empty: decided later)',
    placeholder: `https://telemetry.${name}.example`,
    validate(value) {
      const read = (value ?? '').trim() === '' ? '' : QUESTIONS.endpoint.read(value?.trim())
      return isRefused(read) ? read.fault : undefined
    },
  })
  if (isCancel(answer)) throw new Left()
  return (answer ?? '').trim() === '' ? undefined : answer.trim()
}

async function pick<T extends string>(
  { select, isCancel }: Clack,
  message: string,
  options: readonly { readonly value: T; readonly label: string; readonly hint?: string }[],
): Promise<T> {
  const answer = await select({ message, options: [...options] as never })
  if (isCancel(answer)) throw new Left()
  return answer as T
}

function listOf(text: string): string[] {
  return text.split(',').map((item) => item.trim())
}

// Why answers would make no contract, said while they can still be changed.
function flawOf(answers: Partial<Answers>): string | undefined {
  const rest = {
    name: 'name',
    description: 'Text',
    count: answers.kind === 'web' ? ['/'] : ['name'],
    owners: ['owner'],
  }
  const made = newContract(withDefaults({ ...rest, ...answers }))
  return made.kind === 'refused' ? made.messages[0] : undefined
}
