'use strict'

/** Looks at what each adapter's door gives, and uses those that need no framework. Ends the process with 3 where something is missing. */
module.exports = (doors, telemetry) => {
  const calls = {
    commander: ['attach', 'telemetryCommand'],
    yargs: ['attach', 'telemetryCommand'],
    citty: ['attach', 'telemetryCommand'],
    oclif: ['attach', 'telemetryCommand'],
    plain: ['attach', 'telemetryCommand'],
    mcp: ['attach'],
    instrument: ['instrument'],
    workflow: ['attach'],
    daemon: ['attach'],
    editor: ['attach', 'editorOptions', 'editorRoute'],
    llm: ['beginLlmCall', 'errorCodeOf', 'llmCall'],
    install: ['installKind', 'recordInstall', 'recordUninstall'],
  }
  for (const [door, names] of Object.entries(calls)) {
    for (const name of names) if (typeof doors[door][name] !== 'function') process.exit(3)
  }
  doors.plain.attach(telemetry, ['test', 'a-secret']).end()
  doors.instrument.instrument(telemetry, () => 1, {
    success: { event: 'project.read', values: () => ({ files: 3 }) },
    failure: { event: 'project.read' },
  })()
  if (doors.install.installKind('1.9.0', '1.10.0') !== 'upgrade') process.exit(3)
}
