// The door for workflows: setups, imports, anything with steps.
export {
  attach,
  type Workflow,
  type WorkflowOptions,
  type WorkflowStep,
  type WorkflowValues,
} from './adapters/workflow-attach.ts'
export type { CountedTelemetry } from './adapters/counted-telemetry.ts'
