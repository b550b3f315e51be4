import { ActionIcon, Select, Text, useMantineColorScheme, type MantineColorScheme } from '@mantine/core'
import type { ContractMenu } from '@plainsight/questions'
import type { ReactElement } from 'react'
import { Link, useLocation } from 'wouter'
import type { ChosenRange } from '../ask/chosen-range.ts'
import { contractAddress } from '../pages/place.ts'
import classes from './header.module.css'
import { RangePicker } from './range-picker.tsx'
import { SchemeIcon } from './scheme-icon.tsx'

const NEXT_SCHEME: { readonly [scheme in MantineColorScheme]: MantineColorScheme } = {
  auto: 'light',
  light: 'dark',
  dark: 'auto',
}
const SCHEME_WORDS: { readonly [scheme in MantineColorScheme]: string } = {
  auto: 'as the system is',
  light: 'light',
  dark: 'dark',
}

/** What stays in place on every page: which contract, which days, light or dark. */
export function SiteHeader(props: {
  readonly contracts: readonly ContractMenu[]
  readonly contract: ContractMenu | undefined
  readonly range: ChosenRange
  readonly today: string
  readonly onRange: (range: Pick<ChosenRange, 'preset'> & Partial<ChosenRange>) => void
}): ReactElement {
  const [, go] = useLocation()
  // Otherwise a style element is made for a moment, which the page's policy does not allow.
  const { colorScheme, setColorScheme } = useMantineColorScheme({ keepTransitions: true })
  const { contracts, contract, range } = props
  return (
    <header className={classes.header}>
      <div className={classes.inside}>
        <Link href={contract === undefined ? '/' : contractAddress(contract.name, range)} className={classes.mark}>
          <img src="/app/icon.svg" alt="" width={24} height={24} />
          <span>Plainsight</span>
        </Link>
        {contracts.length > 1 ? (
          <Select
            className={classes.contract}
            aria-label="Contract"
            data={contracts.map(({ name, title }) => ({ value: name, label: title }))}
            value={contract?.name ?? null}
            onChange={(name) => name !== null && go(contractAddress(name, range))}
            allowDeselect={false}
            comboboxProps={{ shadow: 'md' }}
          />
        ) : (
          <Text className={classes.contract} fw={500} truncate>
            {contract?.title}
          </Text>
        )}
        {contract === undefined ? null : <RangePicker range={range} today={props.today} onRange={props.onRange} />}
        <ActionIcon
          className={classes.scheme}
          variant="default"
          size={36}
          aria-label={`Colours: ${SCHEME_WORDS[colorScheme]}. Change to ${SCHEME_WORDS[NEXT_SCHEME[colorScheme]]}`}
          title={`Colours: ${SCHEME_WORDS[colorScheme]}`}
          onClick={() => setColorScheme(NEXT_SCHEME[colorScheme])}
        >
          <SchemeIcon scheme={colorScheme} />
        </ActionIcon>
      </div>
    </header>
  )
}
