import { contractBits, type BitsCost, type BitsFigure } from './bits.ts'
import type { Path, Report } from './issue.ts'
import type { NormalContract } from './normal-contract.ts'

// A sum of logarithms misses its exact value by less.
const SLACK = 1e-9

/**
 * Holds a contract to its budget of bits. An event with an id is held to all that stays the same on its machine; one without, whose
 * rows nothing brings together, to its context, which is on every row, and is warned of the rest.
 */
export function checkBits(contract: NormalContract, report: Report): void {
  const { budget, links, reports } = contractBits(contract)
  for (const { link, events, identified, stable } of links) {
    const path: Path = ['events', events[0] as string]
    const whose = events.length === 1 ? `of ${link}` : `of the ${events.length} events of the link ${link}`
    const held = identified ? stable : only(stable, (cost) => cost.role !== 'field')
    if (held.total > budget.stable + SLACK) {
      report(
        'bits-stable',
        path,
        `What stays the same on a machine in the rows ${whose} has ${over(held, budget.stable)}.`,
        mend(held, budget.stable),
      )
    } else if (stable.total > budget.stable + SLACK) {
      report(
        'bits-fields',
        path,
        `With its fields, what stays the same on a machine in the rows ${whose} has ${over(stable, budget.stable)}.`,
        mend(
          only(stable, (cost) => cost.role === 'field'),
          budget.stable - stable.total + onlyTotal(stable, 'field'),
        ),
      )
    }
  }
  for (const { event, report: figure } of reports) {
    if (figure.total > budget.report + SLACK)
      report(
        'bits-report',
        ['events', event],
        `One report of ${event} has ${over(figure, budget.report)}.`,
        mend(figure, budget.report),
      )
  }
}

function only(figure: BitsFigure, keep: (cost: BitsCost) => boolean): BitsFigure {
  const costs = figure.costs.filter(keep)
  return { costs, total: costs.reduce((sum, cost) => sum + cost.bits, 0) }
}

function onlyTotal(figure: BitsFigure, role: BitsCost['role']): number {
  return only(figure, (cost) => cost.role === role).total
}

function over(figure: BitsFigure, budget: number): string {
  const costs = figure.costs.map((cost) => `${cost.name} ${cost.bits.toFixed(1)}`).join(', ')
  return `${figure.total.toFixed(1)} bits, ${budget.toFixed(1)} are allowed: ${costs}`
}

// The cheapest mend is the one that gives up least: the smallest cost that is enough alone, else the dearest ones together.
function mend(figure: BitsFigure, budget: number): string {
  const excess = figure.total - budget
  const alone = figure.costs.findLast((cost) => cost.bits >= excess - SLACK)
  const given: BitsCost[] = []
  if (alone !== undefined) given.push(alone)
  else
    for (let left = excess, i = 0; left > SLACK && i < figure.costs.length; i++) {
      const cost = figure.costs[i] as BitsCost
      given.push(cost)
      left -= cost.bits
    }
  const saved = given.reduce((sum, cost) => sum + cost.bits, 0)
  return `${given.map(giveUp).join(', and ')}: that saves ${saved.toFixed(1)} bits.`
}

function giveUp(cost: BitsCost, i: number): string {
  const text = words(cost)
  return i === 0 ? text : (text[0] as string).toLowerCase() + text.slice(1)
}

function words(cost: BitsCost): string {
  switch (cost.role) {
    case 'context':
      return `Leave \`${cost.name}\` out of the context`
    case 'field':
      return `Leave \`${cost.name}\` out, narrow it with \`only\`, or mark it \`transient\` if it changes from use to use`
    case 'version':
      return 'Stop accepting older versions'
    case 'time':
      return 'Keep a coarser time'
  }
}
