import type { MenuEvent } from '@plainsight/questions'

/** What an event is called by its kind, beside its name. */
export const KIND_WORDS: { readonly [kind in MenuEvent['kind']]: string } = {
  rollup: 'counter',
  event: 'occurrence',
  errors: 'error reports',
}
