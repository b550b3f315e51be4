import { useSyncExternalStore } from 'react'

/**
 * The page's address, all of it behind the `#` (`#/acme/command.completed?days=90`): any server of static files can hold such a page,
 * and what a reader looks at is never sent to a server or into its log.
 */
export function useAddress(): [path: string, go: typeof goTo] {
  return [useSyncExternalStore(subscribe, readAddress).split('?')[0] ?? '/', goTo]
}

/** What a link to an address holds in its `href`. */
useAddress.hrefs = (address: string): string => `#${address}`

/** The part of the address after the `?`. */
export function useAddressSearch(): string {
  return useSyncExternalStore(subscribe, readAddress).split('?')[1] ?? ''
}

function goTo(address: string, { replace = false }: { readonly replace?: boolean } = {}): void {
  history[replace ? 'replaceState' : 'pushState'](null, '', `#${address}`)
  // Neither call tells anyone.
  window.dispatchEvent(new HashChangeEvent('hashchange'))
}

function readAddress(): string {
  return `/${location.hash.replace(/^#?\/?/, '')}`
}

function subscribe(changed: () => void): () => void {
  window.addEventListener('hashchange', changed)
  return () => window.removeEventListener('hashchange', changed)
}
