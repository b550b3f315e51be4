import { MantineProvider } from '@mantine/core'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import type { ReactElement } from 'react'
import { Router } from 'wouter'
import { isWorthRetrying } from './ask/use-answer.ts'
import { ContractPages } from './pages/contract-pages.tsx'
import { useAddress, useAddressSearch } from './pages/use-address.ts'

const queries = new QueryClient({
  defaultOptions: {
    queries: { staleTime: 60_000, retry: isWorthRetrying, retryDelay: 400, refetchOnWindowFocus: true },
  },
})

/**
 * The whole page. Mantine's own style elements are left
 * out: all styles are files, and the page runs under a policy that allows nothing inline.
 */
export function App(): ReactElement {
  return (
    <MantineProvider
      defaultColorScheme="auto"
      withCssVariables={false}
      withGlobalClasses={false}
      withStaticClasses={false}
    >
      <QueryClientProvider client={queries}>
        <Router hook={useAddress} searchHook={useAddressSearch}>
          <ContractPages />
        </Router>
      </QueryClientProvider>
    </MantineProvider>
  )
}
