/** How much a broken rule matters: an error keeps the contract from being used, a warning does not; a note is only said. */
export type Severity = 'error' | 'warning' | 'note'

/**
 * The rules that a contract must keep, each with its severity and its sentence. The names are stable: they are printed, linked to
 * and used to look a rule up, and none is ever given another meaning.
 */
export const RULES = {
  'plain-data': ['error', 'A contract is plain data: no functions, classes, cycles, or numbers that JSON cannot say.'],
  shape: ['error', 'Every attribute has the type and the words that it is declared with.'],
  'unknown-attribute': ['error', 'An attribute that the language does not know would be believed to do something.'],
  documented: ['error', 'Everything says what it is, why it is known and who reads it.'],
  'read-by': ['warning', 'A reader is a chart, an alert, a report or a question.'],
  'contract-name': ['error', 'A contract is called [a-z][a-z0-9-]{1,38}.'],
  'event-name': ['error', 'An event is called 1–4 parts of [a-z][a-z0-9_-]* joined by dots, at most 80 long.'],
  'field-name': ['error', 'A field is called [a-z][A-Za-z0-9]{0,39} and its name means nothing else.'],
  'source-name': ['error', 'A source is called [a-z][a-z0-9-]{0,30} and stands once in the list.'],
  'channel-name': ['error', 'A channel is called [a-z][a-z0-9-]{0,30}.'],
  version: ['error', 'A version is three numbers joined by dots, and what stands beside it is no later.'],
  'field-type': ['error', 'A field is of a known type and declared as its type asks.'],
  masking: ['error', 'Nothing promises a masking that no station does yet.'],
  'field-undeclared': ['error', 'Only declared fields and probes are used.'],
  'field-unused': ['warning', 'A declared field is used.'],
  'source-undeclared': ['error', 'An event comes from sources of the contract.'],
  'context-kind': ['error', 'Context is of a type with few values: no numbers, ids or hashes.'],
  use: ['error', 'A use narrows a field to values that the field has.'],
  'by-kind': ['error', 'A dimension is of a type with few values: no numbers, ids or hashes.'],
  'by-cap': ['warning', 'A dimension without a closed list says how many values it keeps.'],
  'by-combinations': ['error', 'The dimensions of a counter have at most 10 000 combinations.'],
  measure: ['error', 'A measure is a number from 0 on, small enough that 10 000 of them can be summed.'],
  'identity-reason': ['error', 'What follows someone says why: scope install, and ids of users and organisations.'],
  'identity-none': ['error', 'An event that is no one’s carries no id and no hash.'],
  'id-form': ['error', 'An id that is not hex comes from a service or says why it is opaque.'],
  'link-scope': ['error', 'Events that share a link share its scope.'],
  retention: ['error', 'Raw rows live 1 to 400 days.'],
  'deliver-now': ['error', 'Only a diagnostic event or one of a service leaves before its day is over.'],
  precision: ['error', 'Only an event of a service keeps more of the time than the hour.'],
  sampling: ['error', 'A sample has a rate in (0, 1], and its conditions speak of the event’s own fields.'],
  expires: ['error', 'An event expires with a version, on a day, or never.'],
  noise: [
    'error',
    'Noise is on a flag or a choice of a report that comes seldom and from nobody, and its loss has a limit.',
  ],
  'noise-sum': ['note', 'What a machine loses to noisy fields in its whole life is said.'],
  suppression: ['error', 'Only rules that are a matter of judgement can be let pass.'],
  'suppression-unused': ['warning', 'What is let pass is there.'],
  'expires-soon': ['warning', 'What ends within 30 days is looked at again, or left out.'],
  include: ['error', 'What a library declares keeps a name of its own in the application that includes it.'],
  errors: ['error', 'Error reports are of nobody and diagnostic, and stand once in a contract.'],
  alert: ['error', 'An alert watches a number of its event and says when it rings.'],
  presence: ['error', 'Presence is split by at most one field of at most 8 values.'],
  population: ['error', 'The population is a whole number of machines from 40.'],
  destination: ['error', 'A destination is a host name.'],
  'audience-fr': ['error', 'The preset audience-fr holds its conditions.'],
  'bits-stable': ['error', 'What stays the same on a machine tells fewer than one in population/20 apart.'],
  'bits-fields': [
    'warning',
    'What stays the same on a machine, with the fields of the event, stays in the same budget.',
  ],
  'bits-report': ['error', 'One report holds at most 24 bits.'],
  'lock-missing': ['error', 'A contract in use has a lock.'],
  'lock-unreadable': ['error', 'The lock can be read.'],
  'lock-stale': ['error', 'The lock is that of the contract.'],
  'version-not-moved': ['error', 'A contract that changed has a later version.'],
  'version-too-small': ['error', 'A version moves as far as its changes ask.'],
  'review-missing': ['error', 'What says more than people agreed to is reviewed by someone who is named.'],
  'since-missing': ['error', 'What came after the first lock says with which version.'],
  'widened-missing': ['error', 'What says more than it did says since which version.'],
  'version-went-back': ['error', 'A contract’s version only moves forward.'],
} as const

/** The name of a rule. */
export type Rule = keyof typeof RULES
