// The types of field that few contracts use: a file of their own, which a hand-over to the sender need not load.
export { rareGate } from '@plainsight/contract/judge'
