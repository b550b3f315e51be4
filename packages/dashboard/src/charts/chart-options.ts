import uPlot from 'uplot'
import { formatDay } from './format-figure.ts'
import { stackSeries, type Series } from './series.ts'

/** A series and how it looks. */
export interface DrawnSeries extends Series {
  /** `band`: stacked on those before it. */
  readonly shape: 'bar' | 'line' | 'band'
  /** A custom property that holds its colour. */
  readonly color: string
}

/** What is to be drawn. */
export interface Drawing {
  readonly days: readonly string[]
  readonly series: readonly DrawnSeries[]
  /** Pixels. */
  readonly height: number
  readonly formatShort: (value: number) => string
  /** The top of the scale, where it is known. */
  readonly top: number | undefined
}

/** Half a day in seconds: bars stand in the middle of theirs. */
const HALF_DAY = 43_200

/**
 * What the drawing library needs for a chart.
 * @param element where it will stand: its width, font and colours are taken
 * @param onPointed is told the place of the day under the pointer, or undefined when it leaves
 */
export function chartOptions(
  drawing: Drawing,
  element: HTMLElement,
  onPointed: (place: number | undefined) => void,
): { readonly options: uPlot.Options; readonly data: uPlot.AlignedData } {
  const { days, series, height, formatShort, top } = drawing
  const style = getComputedStyle(element)
  const colorOf = (property: string): string => style.getPropertyValue(property).trim()
  const font = `12px ${style.fontFamily}`
  const bands = stackSeries(series.filter(({ shape }) => shape === 'band'))
  let band = 0
  const drawn = series.map((one) => ({
    ...one,
    values: one.shape === 'band' ? (bands[band++]?.values ?? []) : one.values,
  }))
  // The tallest of a stack is drawn first, and each lower one over it.
  const order = drawn.some(({ shape }) => shape === 'band') ? drawn.toReversed() : drawn
  const x = days.map((day) => Date.parse(`${day}T00:00:00Z`) / 1_000)
  const ink = colorOf('--page-ink-soft')
  const line = colorOf('--page-grid')
  const width = Math.max(200, Math.floor(element.getBoundingClientRect().width))
  const options: uPlot.Options = {
    width,
    height,
    padding: [8, 22, 0, 0],
    legend: { show: false },
    cursor: {
      y: false,
      drag: { setScale: false, x: false, y: false },
      points: { show: order.some(({ shape }) => shape === 'line') },
    },
    select: { show: false, left: 0, top: 0, width: 0, height: 0 },
    scales: {
      x: { time: false, range: (_, least, most) => [least - HALF_DAY, most + HALF_DAY] },
      y: { range: (_, __, most) => [0, top ?? niceTop(most)] },
    },
    axes: [
      {
        stroke: ink,
        font,
        grid: { show: false },
        ticks: { show: false },
        size: 26,
        splits: () => daySplits(x, width),
        values: (_, splits) => splits.map((at) => formatDay(new Date(at * 1_000).toISOString().slice(0, 10))),
      },
      {
        stroke: ink,
        font,
        grid: { stroke: line, width: 1 },
        ticks: { show: false },
        size: (_, values) =>
          Math.max(36, 10 + 7.2 * Math.max(0, ...(values ?? []).map((value) => String(value).length))),
        space: 44,
        // Counts have no halves.
        incrs: [
          0.01,
          0.02,
          0.05,
          0.1,
          0.2,
          0.25,
          0.5,
          ...[1, 2, 5].flatMap((n) => Array.from({ length: 12 }, (_, e) => n * 10 ** e)).sort((a, b) => a - b),
        ],
        values: (_, splits) => splits.map((value) => formatShort(value)),
      },
    ],
    series: [
      {},
      ...order.map(({ label, shape, color }): uPlot.Series => {
        const stroke = colorOf(color)
        if (shape === 'line')
          return { label, stroke, width: 2, points: { show: days.length < 2, size: 7, fill: stroke }, spanGaps: false }
        const bars = uPlot.paths.bars
        if (bars === undefined) throw new Error('The chart library was built without bars.')
        return {
          label,
          fill: stroke,
          stroke,
          width: 0,
          paths: bars({ size: [shape === 'band' ? 0.92 : 0.7, 44], radius: shape === 'band' ? 0 : 0.15 }),
          points: { show: false },
        }
      }),
    ],
    hooks: {
      setCursor: [
        (plot) => {
          const { idx, left } = plot.cursor
          onPointed(idx === null || idx === undefined || left === undefined || left < 0 ? undefined : idx)
        },
      ],
    },
  }
  return { options, data: [x, ...order.map(({ values }) => [...values])] as uPlot.AlignedData }
}

/** The top of a scale: the next of 1, 2, 2.5, 5 × a power of ten, with a little air; 1 for nothing at all. */
export function niceTop(most: number | null): number {
  if (most === null || !Number.isFinite(most) || most <= 0) return 1
  const size = 10 ** Math.floor(Math.log10(most))
  return (size * ([1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10].find((step) => step * size >= most * 1.02) ?? 10)) as number
}

// As many days as there is room for, counted back from the last one.
function daySplits(x: readonly number[], width: number): number[] {
  const room = Math.max(2, Math.floor(width / 76))
  const step = [1, 2, 3, 7, 14, 28, 56, 112].find((days) => x.length / days <= room) ?? 224
  return x.filter((_, i) => (x.length - 1 - i) % step === 0)
}
