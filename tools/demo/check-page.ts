import type { Row } from './check-numbers.ts'

/**
 * Asks the collector what its page would ask, and holds the answer against a count of the rows.
 * @returns a sentence for each thing that is not as it should be
 */
export async function checkPage(url: string, rows: readonly Row[]): Promise<string[]> {
  const problems: string[] = []
  const page = await fetch(`${url}/app/`)
  if (page.status !== 200 || !/<script/.test(await page.text())) problems.push(`The page answers ${page.status}.`)

  const presence = rows.filter(({ event, f_grain: grain }) => event === 'plainsight.presence' && grain === 'day')
  const machines = new Map<string, number>()
  for (const { day } of presence) machines.set(String(day), (machines.get(String(day)) ?? 0) + 1)
  const answer = await fetch(`${url}/api/questions/active-machines?contract=acme`)
  const { rows: shown = [] } = (await answer.json()) as { rows?: readonly Row[] }
  // Days with fewer machines than an operator may see are not shown as numbers; every number that is shown has to be right.
  const numbers = shown.filter(({ daily }) => typeof daily === 'number' && daily > 0)
  if (numbers.length === 0) problems.push('The page shows no active machines.')
  for (const { day, daily } of numbers)
    if (machines.get(String(day)) !== daily)
      problems.push(
        `The page says ${String(daily)} machines on ${String(day)}; the rows say ${machines.get(String(day)) ?? 0}.`,
      )
  return problems
}
