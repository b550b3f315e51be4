'use strict'

/** The contract of the tool that stands in for every tool that installs the client; made with the door it is given. */
module.exports = ({ choice, count, defineContract, event, rollup }) =>
  defineContract({
    name: 'packed',
    version: '1.0.0',
    title: 'Packed',
    description: 'A tool that installed the client from its package.',
    owners: ['@acme/dx'],
    destinations: [{ name: 'our collector', host: '127.0.0.1', kind: 'plainsight' }],
    population: 10_000,
    retention: { raw: 90, aggregates: 'forever' },
    consent: { preset: 'opt-in' },
    sources: ['cli'],
    context: ['os'],
    presence: { by: 'os' },
    fields: {
      command: choice(['build', 'test'], 'Which command ran'),
      files: count('Files read', { max: 10_000 }),
    },
    events: {
      'command.completed': rollup({
        what: 'A command ended',
        why: 'Which commands are used',
        readBy: ['chart:commands'],
        privacy: 'aggregate',
        by: ['command'],
      }),
      'project.read': event({
        what: 'A project was read',
        why: 'Size classes to tune for',
        readBy: ['chart:sizes'],
        privacy: 'aggregate',
        fields: { files: 'required' },
      }),
    },
  })
