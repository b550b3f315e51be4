import { Anchor, Button, Code, Skeleton, Stack, Text, Title } from '@mantine/core'
import { useEffect, type ReactElement, type ReactNode } from 'react'
import { Link, Redirect, useLocation, useSearchParams } from 'wouter'
import { readRange, utcDay, writeRange } from '../ask/chosen-range.ts'
import { useContracts } from '../ask/use-answer.ts'
import { useMinute } from '../ask/use-minute.ts'
import { SiteHeader } from '../header/site-header.tsx'
import { EventPage } from './event-page.tsx'
import { OverviewPage } from './overview-page.tsx'
import { contractAddress } from './place.ts'
import classes from './pages.module.css'

/** Finds the contract and the event that the address names, and shows their page. */
export function ContractPages(): ReactElement {
  const asking = useContracts()
  const [path] = useLocation()
  const [search, setSearch] = useSearchParams()
  const today = utcDay(useMinute())
  const range = readRange(search, today)
  const [contractName, eventName] = path
    .split('/')
    .filter((part) => part !== '')
    .map(readPart)

  const contracts = asking.kind === 'here' ? asking.value : []
  const contract = contracts.find(({ name }) => name === contractName)
  const event = contract?.events.find(({ name }) => name === eventName)
  useEffect(() => {
    document.title = [event?.name, contract?.title, 'Plainsight'].filter((part) => part !== undefined).join(' · ')
    window.scrollTo(0, 0)
  }, [contract?.title, event?.name])

  const header = (
    <SiteHeader
      contracts={contracts}
      contract={contract}
      range={range}
      today={today}
      onRange={(next) => setSearch((before) => writeRange(before, next), { replace: true })}
    />
  )
  const frame = (content: ReactNode): ReactElement => (
    <>
      <a className={classes.skip} href="#main" onClick={skipToMain}>
        Skip to the figures
      </a>
      {header}
      <main id="main" tabIndex={-1} className={classes.main}>
        {content}
      </main>
      <footer className={classes.footer}>
        All days are UTC. What may be asked at all stands in the contract
        {contract?.docs === undefined ? null : (
          <>
            {' '}
            and on{' '}
            <Anchor href={safeHref(contract.docs)} rel="noreferrer noopener" inherit>
              {contract.docs}
            </Anchor>
          </>
        )}
        .
      </footer>
    </>
  )

  switch (asking.kind) {
    case 'loading':
      return frame(
        <div role="status" aria-label="Asking which contracts there are">
          <Skeleton height={96} mb="md" />
          <Skeleton height={320} />
        </div>,
      )
    case 'failed':
      return frame(
        <Message title="The contracts could not be read">
          <Text>{asking.message}</Text>
          <Button onClick={asking.again}>Try again</Button>
        </Message>,
      )
    case 'here':
      break
  }
  const [first] = contracts
  if (first === undefined)
    return frame(
      <Message title="No contract is served yet">
        <Text>
          The server reads every <Code>*.lock.json</Code> below its contracts folder when it starts. Make one with{' '}
          <Code>plainsight generate</Code>, then start <Code>plainsight serve --contracts DIR --data DIR</Code> again.
        </Text>
      </Message>,
    )
  if (contractName === undefined) return <Redirect to={contractAddress(first.name, range)} replace />
  if (contract === undefined)
    return frame(
      <Message title="There is no such contract here">
        <Text>
          This server knows{' '}
          {contracts.map(({ name, title }, i) => (
            <span key={name}>
              {i === 0 ? null : ', '}
              <Anchor component={Link} href={contractAddress(name, range)}>
                {title}
              </Anchor>
            </span>
          ))}
          .
        </Text>
      </Message>,
    )
  if (eventName === undefined) return frame(<OverviewPage key={contract.name} place={{ contract, range, today }} />)
  if (event === undefined)
    return frame(
      <Message title="This contract declares no such event">
        <Anchor component={Link} href={contractAddress(contract.name, range)}>
          All events of {contract.title}
        </Anchor>
      </Message>,
    )
  return frame(
    <EventPage
      key={event.name}
      place={{ contract, range, today, event, where: search.getAll('where') }}
      onWhere={(where) =>
        setSearch((before) => {
          const next = new URLSearchParams(before)
          next.delete('where')
          for (const condition of where) next.append('where', condition)
          return next
        })
      }
    />,
  )
}

function Message(props: { readonly title: string; readonly children: ReactNode }): ReactElement {
  return (
    <Stack className={classes.message} align="flex-start" role="status">
      <Title order={1} size="h3">
        {props.title}
      </Title>
      {props.children}
    </Stack>
  )
}

// The address behind the # is the page's own, so a link to a place on the page has to be followed by hand.
function skipToMain(click: { preventDefault(): void }): void {
  click.preventDefault()
  document.querySelector<HTMLElement>('#main')?.focus()
}

function readPart(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}

// A contract is somebody's file: only an address of the web becomes a link.
function safeHref(address: string): string | undefined {
  return /^https?:\/\//.test(address) ? address : undefined
}
