import { FIELD_TYPES } from './field-types.ts'
import type { Shape } from './shape.ts'

// The language as data: what every attribute may hold. What attributes mean together is in the rules.

const TEXT: Shape = { kind: 'text' }
const NUMBER: Shape = { kind: 'number' }
const FLAG: Shape = { kind: 'flag' }
const TEXTS: Shape = { kind: 'list', of: TEXT }
const STABILITY: Shape = { kind: 'one', of: ['experimental', 'stable', 'deprecated'] }

/** The modifiers that any field may have. */
const MODIFIERS: { readonly [name: string]: Shape } = {
  transient: FLAG,
  since: TEXT,
  widened: TEXT,
  deprecated: TEXT,
  constantIsFine: TEXT,
  pii: FLAG,
  redact: FLAG,
  noise: { kind: 'record', attributes: { epsilon: NUMBER }, required: { epsilon: 'it says how strong the noise is' } },
}

const FIELD: Shape = {
  kind: 'record',
  attributes: { kind: TEXT, doc: TEXT, ...MODIFIERS },
  required: { kind: 'it says of which type the field is', doc: 'it says on the user page what the field tells' },
  // What each type asks of its own attributes is said by the type.
  more: (field) => FIELD_TYPES.get(field.kind as string)?.attributes ?? Object.keys(field),
}

const USE: Shape = {
  kind: 'either',
  says: '`required`, `optional`, or an object that says how the field is used',
  of: [
    { kind: 'one', of: ['required', 'optional'] },
    {
      kind: 'record',
      attributes: {
        need: { kind: 'one', of: ['required', 'optional'] },
        only: TEXTS,
        is: { kind: 'scalar' },
        as: TEXT,
        cap: NUMBER,
      },
    },
  ],
}

const SAMPLING: Shape = {
  kind: 'record',
  attributes: {
    unit: { kind: 'one', of: ['machine', 'run', 'occurrence'] },
    rate: NUMBER,
    minRate: NUMBER,
    keep: {
      kind: 'list',
      of: {
        kind: 'map',
        of: {
          kind: 'either',
          says: 'a value, a list of values, or { min, max }',
          of: [{ kind: 'scalar' }, TEXTS, { kind: 'record', attributes: { min: NUMBER, max: NUMBER } }],
        },
      },
    },
  },
  required: { rate: 'it says which part is recorded' },
}

const ALERT: Shape = {
  kind: 'record',
  attributes: {
    metric: TEXT,
    max: NUMBER,
    min: NUMBER,
    minimumSample: NUMBER,
    windowMinutes: NUMBER,
    coolDownMinutes: NUMBER,
    actions: { kind: 'list', of: { kind: 'one', of: ['alert', 'log', 'propose'] } },
  },
  required: {
    metric: 'it says what is watched',
    minimumSample: 'a figure of a few says nothing',
    windowMinutes: 'it says over which time',
    coolDownMinutes: 'it says when it may ring again',
    actions: 'it says what happens',
  },
}

const EVENT_ATTRIBUTES: { readonly [name: string]: Shape } = {
  kind: { kind: 'one', of: ['rollup', 'event', 'errors'] },
  what: TEXT,
  why: TEXT,
  who: TEXT,
  readBy: TEXTS,
  sources: TEXTS,
  privacy: {
    kind: 'one',
    of: ['public', 'aggregate', 'opaque-identity', 'internal', 'sensitive', 'diagnostic'],
  },
  signal: TEXT,
  tags: TEXTS,
  owners: TEXTS,
  stability: STABILITY,
  acceptFrom: { kind: 'one', of: ['anyone', 'service'] },
  context: TEXTS,
  identity: { kind: 'one', of: ['none', 'run', 'day', 'week', 'month', 'install'] },
  identityReason: TEXT,
  link: TEXT,
  once: { kind: 'one', of: ['process', 'project-and-process', 'month', 'install'] },
  sampling: SAMPLING,
  retention: NUMBER,
  policy: { kind: 'one', of: ['delete', 'archive'] },
  alerts: { kind: 'list', of: ALERT },
  channel: TEXT,
  from: TEXTS,
  expires: TEXT,
  since: TEXT,
  widened: TEXT,
  deprecated: TEXT,
}

const DOCUMENTED = {
  kind: 'it comes with `rollup({…})`, `event({…})` and `errors({…})`',
  what: 'it says what happened',
  why: 'it says why that is worth knowing',
  readBy: 'it names the chart, alert, report or question that reads it',
}

const ROLLUP: Shape = {
  kind: 'record',
  attributes: {
    ...EVENT_ATTRIBUTES,
    by: {
      kind: 'either',
      says: 'a list of fields, or an object from field to how it is used',
      of: [TEXTS, { kind: 'map', of: USE }],
    },
    measure: TEXTS,
  },
  required: { ...DOCUMENTED, by: 'it names the dimensions of the counter; [] for none' },
}

const OCCURRENCE: Shape = {
  kind: 'record',
  attributes: {
    ...EVENT_ATTRIBUTES,
    fields: { kind: 'map', of: USE },
    precision: { kind: 'one', of: ['hour', 'minute', 'second'] },
    deliver: { kind: 'one', of: ['day', 'now'] },
  },
  required: { ...DOCUMENTED, fields: 'it names the fields of the event; {} for none' },
}

// A report of an error is of nobody, so nothing that ties reports together stands here.
const { identity: _identity, identityReason: _reason, link: _link, once: _once, ...OF_NOBODY } = EVENT_ATTRIBUTES

const ERRORS: Shape = {
  kind: 'record',
  attributes: {
    ...OF_NOBODY,
    codes: TEXTS,
    classes: TEXTS,
    packages: TEXTS,
    edition: NUMBER,
    fields: { kind: 'map', of: USE },
    text: {
      kind: 'either',
      says: 'false, or { max: characters }',
      of: [
        { kind: 'one', of: [false] },
        { kind: 'record', attributes: { max: NUMBER }, required: { max: 'it says how long a message may be' } },
      ],
    },
    deliver: { kind: 'one', of: ['day', 'now'] },
  },
  required: DOCUMENTED,
}

const EVENT: Shape = {
  kind: 'chosen',
  choose: (event) => {
    const { kind, fields } = (event ?? {}) as { readonly kind?: unknown; readonly fields?: unknown }
    if (kind === 'errors') return ERRORS
    return kind === 'event' || (kind !== 'rollup' && fields !== undefined) ? OCCURRENCE : ROLLUP
  },
}

const REVIEWED = { who: 'it names who did', when: 'it is a day', why: 'it gives the reason' }

const REVIEW: Shape = {
  kind: 'record',
  attributes: { what: TEXT, who: TEXT, when: TEXT, why: TEXT },
  required: { what: 'it names what was reviewed', ...REVIEWED },
}

const SUPPRESSION: Shape = {
  kind: 'record',
  attributes: { rule: TEXT, where: TEXT, who: TEXT, when: TEXT, why: TEXT },
  required: {
    rule: 'it names the rule that is let pass',
    where: 'it names the place, as `check` prints it',
    ...REVIEWED,
  },
}

/** A contract. */
export const CONTRACT_SHAPE: Shape = {
  kind: 'record',
  attributes: {
    name: TEXT,
    version: TEXT,
    title: TEXT,
    description: TEXT,
    owners: TEXTS,
    domain: TEXT,
    tags: TEXTS,
    stability: STABILITY,
    docs: TEXT,
    destinations: {
      kind: 'list',
      of: {
        kind: 'record',
        attributes: {
          name: TEXT,
          host: TEXT,
          kind: { kind: 'one', of: ['plainsight', 'posthog', 'segment', 'otlp', 'axiom', 'http'] },
        },
        required: { name: 'it says whose it is', host: 'it says where it is', kind: 'it says what runs there' },
      },
    },
    accepts: TEXTS,
    population: NUMBER,
    retention: {
      kind: 'record',
      attributes: {
        raw: NUMBER,
        aggregates: {
          kind: 'either',
          says: '`forever` or a number of days',
          of: [{ kind: 'one', of: ['forever'] }, NUMBER],
        },
      },
    },
    consent: {
      kind: 'record',
      attributes: { preset: { kind: 'one', of: ['opt-in', 'notice', 'audience-fr', 'local'] } },
      required: { preset: 'it says how people are asked' },
    },
    sources: TEXTS,
    context: TEXTS,
    presence: {
      kind: 'either',
      says: 'false, or { by: a field }',
      of: [
        { kind: 'one', of: [false] },
        { kind: 'record', attributes: { by: TEXT } },
      ],
    },
    environment: TEXTS,
    widened: TEXT,
    ci: { kind: 'one', of: ['off', 'tagged'] },
    reviews: {
      kind: 'list',
      of: {
        kind: 'chosen',
        choose: (review) => (Object.hasOwn((review ?? {}) as object, 'rule') ? SUPPRESSION : REVIEW),
      },
    },
    includes: {
      kind: 'list',
      of: {
        kind: 'record',
        attributes: {
          kind: { kind: 'one', of: ['included'] },
          library: TEXT,
          version: TEXT,
          prefix: TEXT,
          fields: { kind: 'map', of: FIELD },
          events: { kind: 'map', of: EVENT },
        },
        required: {
          library: 'it comes with `include(…)`',
          version: 'it comes with `include(…)`',
          prefix: 'its names begin so',
        },
      },
    },
    fields: { kind: 'map', of: FIELD },
    events: { kind: 'map', of: EVENT },
  },
  required: {
    name: 'tables, variables and folders are called by it',
    version: 'batches and locks name it',
    title: 'the user page begins with it',
    description: 'it says what the product is',
    owners: 'someone answers for it',
    consent: 'it says how people are asked',
    sources: 'it says where records come from',
    fields: 'it declares each field once',
    events: 'it declares what may be reported',
  },
}
