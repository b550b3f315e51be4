import type { NormalContract } from '@plainsight/contract/judge'
import type { Plan, StoreRow, TableLayout } from '@plainsight/questions'
import { expectTypeOf, test } from 'vitest'
import type { AnswerRow, BoundQuestion, Store } from './store.ts'

test('what the questions room makes is what the store is asked, and what it answers is what that room reads', () => {
  expectTypeOf<Plan>().toExtend<BoundQuestion>()
  expectTypeOf<AnswerRow>().toExtend<StoreRow>()
  expectTypeOf<NonNullable<ReturnType<Store['layout']>>>().toExtend<TableLayout>()
})

test('a store is migrated with contracts that are complete', () => {
  expectTypeOf<Store['migrate']>().parameter(0).toEqualTypeOf<readonly NormalContract[]>()
})
