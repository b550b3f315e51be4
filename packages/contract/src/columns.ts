// The door to what each column of the store says, for its own comments and for the page about it.
export { columnWords, ROW_COLUMN_WORDS } from './column-words.ts'
