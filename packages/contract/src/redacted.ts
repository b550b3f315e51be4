/**
 * What stands in the place of a masked value that is a text on the wire. Reserved: no value of any type can be it, and a judge accepts
 * it exactly where the contract masks.
 */
export const REDACTED = '[redacted]'
