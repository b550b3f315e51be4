// What may be asked of the store, and what may be shown of its answers.
export { askQuestion, OPERATORS_K, QUESTIONS } from './ask-question.ts'
export { contractMenu, type ContractMenu, type MenuEvent, type MenuField } from './contract-menu.ts'
export { addDays, dayDistance, daysOf, isDay } from './days.ts'
export { foldCells, roundShown, type Cell, type Folded, type FoldOptions } from './fold-cells.ts'
export type {
  Answer,
  AnswerColumn,
  AnswerValue,
  Asked,
  ColumnKind,
  ParameterName,
  Part,
  Plan,
  Question,
  Refusal,
  Setting,
  StoreRow,
} from './question.ts'
export type { TableLayout } from './table-layout.ts'
