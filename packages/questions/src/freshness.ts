import type { NormalContract } from '@plainsight/contract/judge'
import type { Asked, Plan, Question, Refusal, Setting } from './question.ts'
import { textOf } from './store-value.ts'
import { plainLayout, sqlName } from './table-layout.ts'

/** How recent the data is. */
export const freshness: Question = {
  name: 'freshness',
  title: 'Freshness',
  description: 'When something was last received, and which days the stored rows are about.',
  parameters: [],
  plan,
}

function plan(contract: NormalContract, _asked: Asked, setting: Setting): Plan | Refusal {
  const layout = setting.layout ?? plainLayout(contract)
  return {
    kind: 'plan',
    question: freshness.name,
    title: freshness.title,
    parameters: {},
    sql: [
      'SELECT (SELECT toString(max(minute)) FROM outcomes WHERE contract = {contract:String} AND expires > {today:Date}) AS received,',
      'toString(min(day)) AS oldest, toString(max(day)) AS newest, count() AS stored',
      `FROM ${sqlName(layout.table)} WHERE expires > {today:Date}`,
    ].join(' '),
    params: { contract: contract.name, today: setting.today },
    sampled: false,
    answer: ([row]) => ({
      columns: [
        { name: 'received', label: 'Last received (UTC)', kind: 'minute' },
        { name: 'oldest', label: 'Oldest day', kind: 'day' },
        { name: 'newest', label: 'Newest day', kind: 'day' },
      ],
      rows: [
        {
          received: seen(row?.received)?.slice(0, 16).replace(' ', 'T') ?? null,
          oldest: seen(row?.oldest) ?? null,
          newest: seen(row?.newest) ?? null,
        },
      ],
      notes: [],
    }),
  }
}

// The largest of nothing is the beginning of 1970.
function seen(value: unknown): string | undefined {
  const text = textOf(value)
  return text === '' || text.startsWith('1970-01-01') ? undefined : text
}
