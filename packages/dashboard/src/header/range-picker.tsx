import { addDays, isDay } from '@plainsight/questions'
import { SegmentedControl, TextInput } from '@mantine/core'
import { useState, type ReactElement } from 'react'
import { PRESETS, type ChosenRange } from '../ask/chosen-range.ts'
import classes from './header.module.css'

/** Chooses the days: the last 7, 30 or 90 finished ones, or any two ends. */
export function RangePicker(props: {
  readonly range: ChosenRange
  readonly today: string
  readonly onRange: (range: Pick<ChosenRange, 'preset'> & Partial<ChosenRange>) => void
}): ReactElement {
  const { range, today, onRange } = props
  return (
    <div className={classes.range}>
      <SegmentedControl
        aria-label="Days"
        value={String(range.preset)}
        data={[
          ...PRESETS.map((days) => ({ value: String(days), label: `${days} days` })),
          { value: 'custom', label: 'Custom' },
        ]}
        onChange={(value) => {
          const preset = PRESETS.find((days) => String(days) === value)
          onRange(preset === undefined ? { ...range, preset: 'custom' } : { preset })
        }}
      />
      {range.preset === 'custom' ? (
        <div className={classes.days}>
          <DayInput
            label="From"
            value={range.from}
            least={addDays(range.to, -399)}
            most={range.to}
            onDay={(from) => onRange({ ...range, from })}
          />
          <DayInput
            label="To"
            value={range.to}
            least={range.from}
            most={today}
            onDay={(to) => onRange({ ...range, to })}
          />
        </div>
      ) : null}
    </div>
  )
}

// What is being typed is nobody's range until it is a day inside the bounds.
function DayInput(props: {
  readonly label: string
  readonly value: string
  readonly least: string
  readonly most: string
  readonly onDay: (day: string) => void
}): ReactElement {
  const [unfinished, setUnfinished] = useState<string>()
  return (
    <TextInput
      type="date"
      aria-label={`${props.label} (UTC day)`}
      value={unfinished ?? props.value}
      min={props.least}
      max={props.most}
      error={unfinished !== undefined}
      onChange={({ currentTarget: { value } }) => {
        const isInside = isDay(value) && value >= props.least && value <= props.most
        setUnfinished(isInside ? undefined : value)
        if (isInside) props.onDay(value)
      }}
    />
  )
}
