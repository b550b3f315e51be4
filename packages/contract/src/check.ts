// The door to the rules that a contract must keep, and to the lock it is held against.
export { checkContract } from './check-contract.ts'
export { checkLock } from './check-lock.ts'
export { pathText, type Issue, type Path } from './issue.ts'
export { RULES, type Rule, type Severity } from './rules.ts'
