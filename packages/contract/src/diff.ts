// The door to what differs between two contracts: what it means for others, who looked at it, and where the version has to go.
export { CHANGE_CLASSES, type Change, type ChangeClass, type ChangeWhat } from './change.ts'
export { reviewOf, unreviewedChanges, type Review } from './change-review.ts'
export { missingMarks, type MissingMark } from './check-changes.ts'
export { diffContracts } from './diff-contracts.ts'
export { normalFlaw } from './normal-flaw.ts'
export { isMovedEnough, movedVersion, neededMove, type VersionMove } from './version-move.ts'
