import {
  fieldOf,
  isExternalId,
  isProbe,
  type NormalContract,
  type NormalEvent,
  type NormalUse,
} from '@plainsight/contract/judge'
import { contextNames } from './context-names.ts'
import type { ContractLocks } from './contract-locks.ts'
import { classNames, isPythonName, pythonLine, pythonModule, pythonText } from './python-names.ts'
import { narrowedType, pythonType } from './python-types.ts'

/** Names that the module has whatever the contract says. */
const OWN_NAMES =
  'BoundCounter Context Final Literal Mapping Measures NoMeasures NotRequired Outcome Protocol Self Sequence Span Telemetry TypeAlias TypeVar TypedDict Values'

interface Member {
  readonly name: string
  readonly type: string
  readonly required: boolean
  readonly doc: string
}

/** The classes of one event. */
interface EventClasses {
  readonly event: string
  readonly kind: NormalEvent['kind']
  readonly values: string
  readonly part: string
  readonly by: string
  readonly measures: string | undefined
  /** Whether a record can be counted without a value. */
  readonly isOptional: boolean
}

/**
 * The Python module of a contract: types for every event, and the protocol of a telemetry whose calls are checked against them. It needs
 * Python 3.11 and the standard library only, and does nothing when it is loaded.
 */
export function generatePython({ lock }: ContractLocks): string {
  const { contract, digest } = lock
  const nameOf = classNames(OWN_NAMES.split(' '))
  const lines: string[] = []
  const types = new Map<string, string>()
  for (const name of usedFields(contract)) {
    const field = fieldOf(contract, name)
    if (field === undefined) continue
    const alias = nameOf(name, 'Value')
    types.set(name, alias)
    lines.push(`${alias}: TypeAlias = ${pythonType(field)}`, `"""${pythonLine(field.doc)}"""`, '')
  }
  const classes: EventClasses[] = []
  let report: string | undefined
  for (const [name, event] of Object.entries(contract.events)) {
    const members = membersOf(contract, event, types)
    const measures = event.measure.map((field): Member => memberOf(contract, field, { need: 'optional' }, types))
    const all = [...members, ...measures]
    const values = nameOf(name)
    if (event.kind === 'errors') {
      // Error reports have a call of their own.
      lines.push('', ...typedDict(values, `${event.what}: what is said of it.`, members))
      report = values
      continue
    }
    const part = nameOf(name, 'Part')
    lines.push('', ...typedDict(values, `${event.what}.`, all))
    lines.push(
      '',
      ...typedDict(
        part,
        `${event.what}: as much of it as is known.`,
        all.map((member) => ({ ...member, required: false })),
      ),
    )
    const by = event.kind === 'rollup' ? nameOf(name, 'By') : values
    if (event.kind === 'rollup') lines.push('', ...typedDict(by, `${event.what}: what is counted apart.`, members))
    const added = measures.length === 0 ? undefined : nameOf(name, 'Measures')
    if (added !== undefined) lines.push('', ...typedDict(added, `${event.what}: what is added up.`, measures))
    const isOptional = all.every(({ required }) => !required)
    classes.push({ event: name, kind: event.kind, values, part, by, measures: added, isOptional })
  }
  const context = contextNames(contract)
    .filter((name) => Object.hasOwn(contract.fields, name) || !isProbe(name))
    .map((name) => memberOf(contract, name, { need: 'optional' }, types))
  const body = [
    ...constants(contract, digest),
    ...lines,
    '',
    ...typedDict('Context', 'What the product says of itself, for every later record.', context),
    ...protocols(contract, classes, report),
    '',
  ].join('\n')
  return [...head(contract), ...importsOf(body), '', body].join('\n')
}

const IMPORTS: readonly (readonly [from: string, names: string])[] = [
  ['collections.abc', 'Mapping Sequence'],
  ['datetime', 'date datetime'],
  ['types', 'TracebackType'],
  ['typing', 'Final Literal NotRequired Protocol Self TypeAlias TypedDict TypeVar overload'],
]

// What the text uses, and nothing else: a strict checker finds fault with the rest.
function importsOf(body: string): string[] {
  const code = body.replaceAll(/"""[^]*?"""|"(?:\\.|[^"\\])*"|#.*/g, '')
  return IMPORTS.flatMap(([from, names]) => {
    const used = names.split(' ').filter((name) => new RegExp(`\\b${name}\\b`).test(code))
    return used.length === 0 ? [] : [`from ${from} import ${used.join(', ')}`]
  })
}

function usedFields(contract: NormalContract): readonly string[] {
  const declaredContext = contextNames(contract).filter((name) => Object.hasOwn(contract.fields, name))
  const used = Object.values(contract.events).flatMap(({ uses, measure }) => [...Object.keys(uses), ...measure])
  return [...new Set([...used, ...declaredContext])]
}

function membersOf(contract: NormalContract, event: NormalEvent, types: ReadonlyMap<string, string>): Member[] {
  return Object.entries(event.uses).flatMap(([name, use]) => {
    const field = fieldOf(contract, name)
    // External ids are set by `identify`; a call site may give one too.
    return [
      memberOf(contract, name, field !== undefined && isExternalId(field) ? { ...use, need: 'optional' } : use, types),
    ]
  })
}

function memberOf(contract: NormalContract, name: string, use: NormalUse, types: ReadonlyMap<string, string>): Member {
  return {
    name,
    type: narrowedType(use) ?? types.get(name) ?? 'object',
    // A constant is put in where it is not given.
    required: use.need === 'required' && use.is === undefined,
    doc: fieldOf(contract, name)?.doc ?? '',
  }
}

function head({ name, title, version }: NormalContract): string[] {
  return [
    `"""Everything that ${pythonLine(title)} may report, for a type checker: contract ${name} ${version}.`,
    '',
    'Generated by `plainsight generate`. Do not edit. Needs Python 3.11 or later and nothing else:',
    '',
    `    from ${pythonModule(name)} import Telemetry`,
    '"""',
    '',
    'from __future__ import annotations',
    '',
  ]
}

function constants({ name, version }: NormalContract, digest: string): string[] {
  return [
    `CONTRACT: Final = ${pythonText(name)}`,
    '"""The name of the contract."""',
    `VERSION: Final = ${pythonText(version)}`,
    '"""Its version."""',
    `DIGEST: Final = ${pythonText(digest)}`,
    '"""Its digest, as in its lock, on its page and in the notice."""',
    '',
    'Outcome: TypeAlias = Literal["ok", "error", "aborted"]',
    '"""How a span ended."""',
    '',
  ]
}

// The class form reads better; a key that is a word of the language needs the other one.
function typedDict(name: string, doc: string, members: readonly Member[]): string[] {
  const type = (member: Member): string => (member.required ? member.type : `NotRequired[${member.type}]`)
  if (!members.every((member) => isPythonName(member.name))) {
    const entries = members.flatMap((member) => [
      `        # ${pythonLine(member.doc)}`,
      `        ${pythonText(member.name)}: ${type(member)},`,
    ])
    return [
      `${name} = TypedDict(`,
      `    ${pythonText(name)},`,
      '    {',
      ...entries,
      '    },',
      ')',
      `"""${pythonLine(doc)}"""`,
      '',
    ]
  }
  return [
    `class ${name}(TypedDict):`,
    `    """${pythonLine(doc)}"""`,
    ...members.flatMap((member) => ['', `    ${member.name}: ${type(member)}`, `    """${pythonLine(member.doc)}"""`]),
    '',
  ]
}

function protocols(contract: NormalContract, classes: readonly EventClasses[], report: string | undefined): string[] {
  const counters = classes.filter(({ kind }) => kind === 'rollup')
  const kinds = externalKinds(contract)
  return [
    '',
    'class NoMeasures(TypedDict):',
    '    """Nothing is added up."""',
    '',
    '',
    'Measures = TypeVar("Measures", contravariant=True)',
    'Values = TypeVar("Values", contravariant=True)',
    '',
    '',
    'class BoundCounter(Protocol[Measures]):',
    '    """A counter whose dimensions are fixed."""',
    '',
    '    def add(self, measures: Measures = ..., /) -> None:',
    '        """Counts one, with measures where the event has any."""',
    '        ...',
    '',
    '',
    'class Span(Protocol[Values]):',
    '    """Something that ends well, badly or not at all; `with` ends it by how its block ends."""',
    '',
    '    def annotate(self, values: Values, /) -> None:',
    '        """Adds what is known by now."""',
    '        ...',
    '',
    '    def end(self, outcome: Outcome = "ok", /) -> None:',
    '        """Ends it, once."""',
    '        ...',
    '',
    '    def __enter__(self) -> Self: ...',
    '',
    '    def __exit__(',
    '        self,',
    '        kind: type[BaseException] | None,',
    '        error: BaseException | None,',
    '        trace: TracebackType | None,',
    '    ) -> bool | None: ...',
    '',
    '',
    'class Telemetry(Protocol):',
    `    """The telemetry of ${pythonLine(contract.title)}: what is not declared does not pass a type checker."""`,
    '',
    ...method(
      'record',
      'Counts one record.',
      classes.map(({ event, values, isOptional }) => ({ event, values, isOptional, gives: 'None' })),
    ),
    ...method(
      'counter',
      'Fixes the dimensions of a counter.',
      counters.map(({ event, by, measures, isOptional }) => ({
        event,
        values: by,
        isOptional,
        gives: `BoundCounter[${measures ?? 'NoMeasures'}]`,
      })),
    ),
    ...method(
      'span',
      'Begins something; `outcome` and `duration` are set at its end where the event declares them.',
      classes.map(({ event, part }) => ({ event, values: part, isOptional: true, gives: `Span[${part}]` })),
    ),
    ...(kinds.length === 0
      ? []
      : [
          `    def identify(self, *, ${kinds.map((kind) => `${kind}: str | None = ...`).join(', ')}) -> None:`,
          '        """Sets ids for the events that declare them; None takes one away."""',
          '        ...',
          '',
        ]),
    ...(report === undefined
      ? []
      : [
          `    def report_error(self, error: BaseException, /, *, fields: ${report} = ..., handled: bool = ..., fatal: bool = ...) -> None:`,
          '        """Reports an error: its class, its code and where it was thrown; needs a yes of its own."""',
          '        ...',
          '',
        ]),
    '    def set_context(self, values: Context, /) -> None:',
    '        """Sets declared fields that go with every later record."""',
    '        ...',
  ]
}

interface Overload {
  readonly event: string
  readonly values: string
  readonly isOptional: boolean
  readonly gives: string
}

// One signature for each event; a method with a single one is no overload.
function method(name: string, doc: string, overloads: readonly Overload[]): string[] {
  return overloads.flatMap(({ event, values, isOptional, gives }) => [
    ...(overloads.length > 1 ? ['    @overload'] : []),
    `    def ${name}(self, event: Literal[${pythonText(event)}], values: ${values}${isOptional ? ' = ...' : ''}, /) -> ${gives}:`,
    `        """${doc}"""`,
    '        ...',
    '',
  ])
}

function externalKinds(contract: NormalContract): readonly string[] {
  const kinds = Object.values(contract.events).flatMap(({ uses }) =>
    Object.keys(uses).flatMap((name) => {
      const field = fieldOf(contract, name)
      return field !== undefined && isExternalId(field) ? [field.of] : []
    }),
  )
  return [...new Set(kinds)].sort()
}
