'use strict'

/** A command that counts once, on a day (DAILY_DAY) and with an end (DAILY_END) that its environment says. */
module.exports = (createTelemetry, contract) => {
  const { DAILY_DAY, DAILY_END, DAILY_ENDPOINT } = process.env
  const offset = Date.parse(`${DAILY_DAY}T10:00:00Z`) - Date.now()
  const telemetry = createTelemetry(contract, {
    productVersion: '3.1.4',
    endpoint: DAILY_ENDPOINT,
    source: 'cli',
    clock: () => Date.now() + offset,
  })
  telemetry.record('command.completed', { command: 'build' })
  if (DAILY_END === 'exit') process.exit(0)
  if (DAILY_END === 'throw') throw new Error('as asked')
  if (DAILY_END === 'signal') {
    process.kill(process.pid, 'SIGTERM')
    setTimeout(() => {}, 60_000)
  }
  if (DAILY_END === 'flush')
    telemetry.flush({ timeoutMs: 10_000 }).then(({ taken }) => process.exit(taken === 1 ? 0 : 5))
}
