import { count, type Contract } from '@plainsight/contract'
import { expect, test } from 'vitest'
import { layoutKey, planMigration, type StoreState } from './plan-migration.ts'
import { FIRST, SECOND, THIRD } from './suite-contract.ts'

const options = { topology: 'single', durability: 'fsync' } as const
const nothing: StoreState = { columns: new Map(), durability: new Map() }

test('a field that grows is widened where it stands; one that shrinks keeps its room', () => {
  const wide = { ...THIRD, version: '2.1.0', fields: { ...THIRD.fields, files: count('Files', { max: 2 ** 40 }) } }
  const state: StoreState = {
    columns: new Map([['events_acme_x', new Map([['f_files', 'Nullable(UInt32)']])]]),
    durability: new Map(),
  }
  const plan = planMigration(state, [wide], options)
  expect(plan.steps.flatMap(({ statements }) => statements)).toContainEqual(
    expect.stringContaining('MODIFY COLUMN `f_files` Nullable(UInt64)'),
  )
  expect(plan.layouts.get(layoutKey('acme-x', '2.1.0'))?.fields.get('files')).toEqual({
    column: 'f_files',
    type: 'UInt64',
  })
  const back = planMigration(
    { ...state, columns: new Map([['events_acme_x', new Map([['f_files', 'Nullable(UInt64)']])]]) },
    [THIRD],
    options,
  )
  expect(back.layouts.get(layoutKey('acme-x', '2.0.0'))?.fields.get('files')).toEqual({
    column: 'f_files',
    type: 'UInt32',
  })
})

test('versions are ordered by their numbers, so 1.10.0 is later than 1.9.0', () => {
  const ten = { ...THIRD, version: '1.10.0' }
  const nine = { ...FIRST, version: '1.9.0' }
  const plan = planMigration(nothing, [ten, nine], options)
  expect(plan.layouts.get(layoutKey('acme-x', '1.9.0'))?.fields.get('files')?.column).toBe('f_files')
  expect(plan.layouts.get(layoutKey('acme-x', '1.10.0'))?.fields.get('files')?.column).toBe('f_files_2')
})

test('a field with the name of one of presence stands apart from it when their types differ', () => {
  const contract = { ...FIRST, fields: { ...FIRST.fields, gap: count('A gap') }, events: { ...FIRST.events } }
  const event = FIRST.events['project.indexed']
  if (event !== undefined) contract.events['project.indexed'] = { ...event, uses: { gap: { need: 'required' } } }
  const layout = planMigration(nothing, [contract], options).layouts.get(layoutKey('acme-x', '1.0.0'))
  expect(layout?.presence.get('gap')?.column).toBe('f_gap')
  expect(layout?.fields.get('gap')?.column).toBe('f_gap_2')
})

test('without presence its fields have no columns', () => {
  const plan = planMigration(nothing, [{ ...FIRST, presence: false }], options)
  expect(JSON.stringify(plan.steps)).not.toContain('f_gap')
})

test('a change of durability is a step for each table that was told otherwise', () => {
  const state: StoreState = {
    columns: new Map([
      ['drift', new Map()],
      ['batches', new Map()],
    ]),
    durability: new Map([
      ['drift', 'os'],
      ['batches', 'fsync'],
    ]),
  }
  const names = planMigration(state, [], options).steps.flatMap((step) => step.names)
  expect(names).toContain('drift fsync')
  expect(names).not.toContain('batches fsync')
})

test('a column that no contract names any longer stays', () => {
  const columns = new Map([['events_acme_x', new Map([['f_gone', 'Nullable(UInt32)']])]])
  const statements = planMigration({ columns, durability: new Map() }, [FIRST, SECOND], options).steps.flatMap(
    (step) => step.statements,
  )
  expect(statements.join('\n')).not.toContain('f_gone')
})

test('a field that the contract does not declare is our own broken promise', () => {
  const wrong = { ...FIRST, context: [], events: { ...FIRST.events } } as unknown as Contract & typeof FIRST
  const event = FIRST.events['project.indexed']
  if (event !== undefined)
    (wrong.events as Record<string, unknown>)['project.indexed'] = { ...event, uses: { ghost: { need: 'required' } } }
  expect(() => planMigration(nothing, [wrong], options)).toThrow('"ghost"')
})
