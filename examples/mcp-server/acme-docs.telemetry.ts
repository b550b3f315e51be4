import { choice, defineContract, duration, event, known, rollup, version } from '@plainsight/client/contract'

// Everything that acme-docs may report. What is not in this file cannot be counted, sent, stored or drawn.
export default defineContract({
  name: 'acme-docs',
  version: '1.0.0',
  title: 'Acme docs server',
  description: 'Tells an agent about the Markdown pages of a folder.',
  owners: ['@acme/tools'],
  docs: 'https://acme.example/telemetry',
  destinations: [
    { name: 'the collector of the people who make acme', host: 'telemetry.acme.example', kind: 'plainsight' },
  ],
  // A server has no terminal to show a notice at: its user says yes with `acme-docs telemetry on`.
  consent: { preset: 'opt-in' },
  sources: ['mcp'],
  context: ['os', 'productVersion'],
  presence: { by: 'os' },
  fields: {
    tool: choice(['list_pages', 'outline', 'find_broken_links'], 'Which tool an agent called', { transient: true }),
    outcome: choice(['ok', 'error', 'aborted'], 'How it ended', { transient: true }),
    duration: duration('How long it took', { unit: 'ms', max: 600_000 }),
    clientName: known('mcp-client', 'Which program the agent runs in', { transient: true }),
    clientVersion: version('Its version', { parts: 1, live: 3, transient: true }),
    feature: choice(['tools', 'prompts', 'resources'], 'Which part of the protocol was used', { transient: true }),
  },
  events: {
    'tool.called': rollup({
      what: 'A tool was called, and its reply was sent',
      why: 'To see which tools agents use, which of them fail, and which have become slow',
      who: 'The agent of the person who set the server up',
      readBy: ['chart:tools', 'chart:durations'],
      signal: 'adoption',
      by: ['tool', 'outcome'],
      measure: ['duration'],
    }),
    'session.started': rollup({
      what: 'A client connected',
      why: 'To know which clients and which of their versions have to work',
      readBy: ['chart:clients'],
      signal: 'adoption',
      context: ['os'],
      by: { clientName: { cap: 20 }, clientVersion: { cap: 20 } },
    }),
    'feature.used': event({
      what: 'A part of the protocol was used in a session, once each',
      why: 'To see what is worth building: tools, prompts or resources',
      readBy: ['chart:features'],
      context: ['os'],
      fields: { feature: 'required' },
      retention: 30,
    }),
  },
})
