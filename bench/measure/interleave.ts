/** One of those who are compared: does its work once and gives the figure. */
export type Contender<Name extends string> = { readonly [name in Name]: (round: number) => number | Promise<number> }

/**
 * Runs everybody once a round, in an order that turns with each round, so that nobody always runs after the same neighbour. Returns the
 * figures by name, in the order of the rounds.
 * @param warmUp rounds that are run first and thrown away: the files are in the page cache then
 */
export async function interleave<Name extends string>(
  contenders: Contender<Name>,
  rounds: number,
  warmUp = 1,
): Promise<{ [name in Name]: number[] }> {
  const names = Object.keys(contenders) as Name[]
  const figures = Object.fromEntries(names.map((name) => [name, [] as number[]])) as { [name in Name]: number[] }
  for (let round = -warmUp; round < rounds; round++) {
    const first = (round + warmUp) % names.length
    for (const name of [...names.slice(first), ...names.slice(0, first)]) {
      const figure = await contenders[name](round)
      if (round >= 0) figures[name].push(figure)
    }
  }
  return figures
}
