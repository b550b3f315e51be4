/** The types of field that hold a number: measured and summed, never counted by, and printed without a place in the budget of bits. */
export const NUMBER_KINDS: ReadonlySet<string> = new Set(['count', 'measure', 'duration', 'money', 'bytes', 'score'])
