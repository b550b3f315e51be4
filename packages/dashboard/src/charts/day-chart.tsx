import { useComputedColorScheme } from '@mantine/core'
import { useEffect, useRef, useState, type KeyboardEvent, type ReactElement } from 'react'
import uPlot from 'uplot'
import classes from './charts.module.css'
import { chartOptions, type DrawnSeries } from './chart-options.ts'
import { FEW, formatFullDay } from './format-figure.ts'

/** A chart over days. */
export interface DayChartProps {
  readonly label: string
  readonly days: readonly string[]
  readonly series: readonly DrawnSeries[]
  /** Pixels, without the line of values above it. */
  readonly height: number
  readonly format: (value: number) => string
  /** For the axis; default `format`. */
  readonly formatShort?: (value: number) => string
  /** The top of the scale, where it is known. */
  readonly top?: number
  /** What stands for a value that is null. */
  readonly absent?: string
}

/**
 * Days from left to right, values upwards, and above them the values of one day: the last, or the one under the pointer, or the one that
 * the arrow keys moved to.
 */
export function DayChart(props: DayChartProps): ReactElement {
  const { label, days, series, height, format, formatShort = format, top, absent = FEW } = props
  const box = useRef<HTMLDivElement>(null)
  const plot = useRef<uPlot | undefined>(undefined)
  const [pointed, setPointed] = useState<number>()
  const scheme = useComputedColorScheme('light')

  useEffect(() => {
    const element = box.current
    if (element === null) return undefined
    const { options, data } = chartOptions({ days, series, height, formatShort, top }, element, setPointed)
    const made = new uPlot(options, data, element)
    plot.current = made
    const watcher = new ResizeObserver(([entry]) => {
      const width = Math.floor(entry?.contentRect.width ?? 0)
      if (width > 0 && width !== made.width) made.setSize({ width, height })
    })
    watcher.observe(element)
    return () => {
      watcher.disconnect()
      made.destroy()
      plot.current = undefined
    }
    // The colours are read from the page, which changes with the scheme.
  }, [days, series, height, formatShort, top, scheme])

  const last = days.length - 1
  const shown = pointed !== undefined && pointed <= last ? pointed : last
  const move = (event: KeyboardEvent): void => {
    const to = { ArrowLeft: shown - 1, ArrowRight: shown + 1, Home: 0, End: last }[event.key]
    if (to === undefined) return
    event.preventDefault()
    const next = Math.max(0, Math.min(last, to))
    setPointed(next)
    const made = plot.current
    const x = made?.data[0][next]
    if (made !== undefined && x !== undefined) made.setCursor({ left: made.valToPos(x, 'x'), top: 0 }, false)
  }
  return (
    <div className={classes.chart}>
      <div className={classes.legend} aria-live="polite">
        <span className={classes.legendDay}>{days[shown] === undefined ? '' : formatFullDay(days[shown])}</span>
        {series.map(({ label: name, color, shape, values }) => (
          <span key={name} className={classes.legendItem} data-shape={shape}>
            <i style={{ background: `var(${color})` }} />
            {name} <b>{valueAt(values, shown, format, absent)}</b>
          </span>
        ))}
      </div>
      <div
        ref={box}
        className={classes.plot}
        style={{ height }}
        tabIndex={0}
        role="group"
        aria-roledescription="chart"
        aria-label={`${label}: ${days.length} days. The arrow keys read out one day after another.`}
        onKeyDown={move}
        onBlur={() => setPointed(undefined)}
      />
    </div>
  )
}

function valueAt(
  values: readonly (number | null)[],
  i: number,
  format: (value: number) => string,
  absent: string,
): string {
  const value = values[i]
  return value === undefined || value === null ? absent : format(value)
}
