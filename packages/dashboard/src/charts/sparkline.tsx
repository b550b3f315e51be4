import type { ReactElement } from 'react'
import classes from './charts.module.css'

const WIDTH = 120
const HEIGHT = 28

/** The shape of a row of counts, for the eye only: its numbers stand beside it. */
export function Sparkline({ values }: { readonly values: readonly (number | null)[] }): ReactElement {
  const most = Math.max(1, ...values.map((value) => value ?? 0))
  const step = values.length > 1 ? WIDTH / (values.length - 1) : 0
  const points = values.map(
    (value, i) => `${(i * step).toFixed(1)},${(HEIGHT - 2 - ((value ?? 0) / most) * (HEIGHT - 4)).toFixed(1)}`,
  )
  return (
    <svg className={classes.spark} viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden>
      <polygon points={`0,${HEIGHT} ${points.join(' ')} ${WIDTH},${HEIGHT}`} />
      <polyline points={points.join(' ')} vectorEffect="non-scaling-stroke" />
    </svg>
  )
}
