import { Code, Text, Title } from '@mantine/core'
import type { ReactElement } from 'react'
import { useAnswer } from '../ask/use-answer.ts'
import { textIn } from '../charts/series.ts'
import type { Place } from '../pages/place.ts'
import classes from './first-data.module.css'

/** How the first data arrives; shown only while a contract has none at all. */
export function FirstData({ place }: { readonly place: Place }): ReactElement | null {
  const { name, title } = place.contract
  const asking = useAnswer('freshness', { contract: name })
  if (
    asking.kind !== 'here' ||
    textIn(asking.value.rows[0], 'received') !== '' ||
    textIn(asking.value.rows[0], 'newest') !== ''
  )
    return null
  const variable = `${name.toUpperCase().replaceAll('-', '_')}_TELEMETRY`
  return (
    <section className={classes.box} aria-labelledby="first-data" data-state="first-data">
      <Title order={2} size="h4" id="first-data">
        Ready, and waiting for the first report
      </Title>
      <Text>
        This collector knows the contract of {title} and has received nothing for it yet. A machine counts by itself,
        and sends a finished day with its next run on a later one, so the first figures come a day after the first use.
      </Text>
      <ol>
        <li>
          Run the tool with its telemetry on, pointed here:
          <Code block>{`${variable}=1 ${variable}_ENDPOINT=${window.location.origin} ${name} …`}</Code>
        </li>
        <li>
          See what would leave, without sending anything:
          <Code block>{`${variable}_DEBUG=1 ${name} …`}</Code>
        </li>
        <li>Run it again tomorrow (UTC): then the day before is sent, and this page shows it.</li>
      </ol>
    </section>
  )
}
