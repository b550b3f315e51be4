import { recordHere } from './recorder.ts'

// In the door that is published as CommonJS this module is another, which loads the file `node-recorder.cjs` when it is asked for
// (packages/client/beside-door.ts). A module cannot load a second file at once for less than it saves: there it is in the door.

/** Whether what records lies in a file of its own, which takes a moment to load. */
export const isBeside: boolean = false

/** Gives what records. Throws where its file cannot be loaded. */
export const loadRecorder = (): { readonly recordHere: typeof recordHere } => ({ recordHere })
