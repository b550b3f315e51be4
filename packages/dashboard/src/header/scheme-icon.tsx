import type { MantineColorScheme } from '@mantine/core'
import type { ReactElement } from 'react'

/** A sun, a moon, or both halves for what the system says. */
export function SchemeIcon({ scheme }: { readonly scheme: MantineColorScheme }): ReactElement {
  return (
    <svg
      width={18}
      height={18}
      viewBox="0 0 18 18"
      fill="none"
      stroke="currentColor"
      strokeWidth={1.5}
      strokeLinecap="round"
      aria-hidden
    >
      {scheme === 'dark' ? (
        <path d="M14.500 11.200A6 6 0 0 1 6.800 3.500a6 6 0 1 0 7.700 7.700Z" strokeLinejoin="round" />
      ) : null}
      {scheme === 'light' ? (
        <>
          <circle cx={9} cy={9} r={3.2} />
          <path d="M9 1.800v1.600M9 14.600v1.600M1.800 9h1.600M14.600 9h1.600M3.900 3.900l1.100 1.100M13 13l1.100 1.100M14.100 3.900 13 5M5 13l-1.100 1.100" />
        </>
      ) : null}
      {scheme === 'auto' ? (
        <>
          <circle cx={9} cy={9} r={6} />
          <path d="M9 3a6 6 0 0 1 0 12Z" fill="currentColor" stroke="none" />
        </>
      ) : null}
    </svg>
  )
}
