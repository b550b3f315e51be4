// The file beside the door that only a process with an error to report loads.
export { reportError } from '../errors/report-error.ts'
