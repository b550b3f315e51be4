// The door for the tests of a host.
export {
  createTestTelemetry,
  type TestClock,
  type TestOptions,
  type TestSink,
  type TestTelemetry,
} from './testing/create-test-telemetry.ts'
