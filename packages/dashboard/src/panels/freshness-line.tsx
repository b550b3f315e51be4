import { Text } from '@mantine/core'
import type { ReactElement } from 'react'
import { useAnswer } from '../ask/use-answer.ts'
import { useMinute } from '../ask/use-minute.ts'
import { formatAgo, formatDay } from '../charts/format-figure.ts'
import { textIn } from '../charts/series.ts'
import type { Place } from '../pages/place.ts'

/** How recent the figures are, in one line. */
export function FreshnessLine({ place }: { readonly place: Place }): ReactElement {
  const now = useMinute()
  const asking = useAnswer('freshness', { contract: place.contract.name })
  return (
    <Text size="sm" c="dimmed" data-freshness role="status">
      {asking.kind === 'here'
        ? sentence(asking.value.rows[0], now)
        : asking.kind === 'failed'
          ? 'How recent this is could not be read.'
          : '\u00a0'}
    </Text>
  )
}

function sentence(row: Parameters<typeof textIn>[0], now: number): string {
  const received = textIn(row, 'received')
  const newest = textIn(row, 'newest')
  if (received === '' && newest === '') return 'Nothing has been received yet.'
  return [
    received === '' ? undefined : `Last received ${formatAgo(received, now)}`,
    newest === '' ? undefined : `newest day reported ${formatDay(newest)}`,
  ]
    .filter((part) => part !== undefined)
    .join(' · ')
}
