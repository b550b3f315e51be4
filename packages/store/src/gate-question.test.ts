import { expect, test } from 'vitest'
import { boundNames, gateQuestion } from './gate-question.ts'

test.each([
  'SELECT count() FROM events_acme FINAL WHERE day >= {from:Date}',
  '  \n WITH x AS (SELECT 1) SELECT * FROM x',
  'SELECT f_file, c_system FROM events_acme',
  'select `f_outfile` from events_acme',
])('a question that only asks passes: %s', (sql) => {
  expect(gateQuestion(sql)).toBeUndefined()
})

test.each([
  ["SELECT 1 INTO OUTFILE '/tmp/x'", 'outfile'],
  ["SELECT 1 INTO\nOutFile '/tmp/x'", 'outfile'],
  ["SELECT file('/etc/passwd')", 'file'],
  ["SELECT `file`('/etc/passwd')", 'file'],
  ["SELECT `fi\\x6ce`('/etc/passwd')", 'backslash'],
  ["SELECT file/**/('/etc/passwd')", 'comment'],
  ['SELECT 1; DROP TABLE events_acme', 'semicolon'],
  ['SELECT 1 -- rest', 'comment'],
  ['SELECT 1 # rest', 'comment'],
  ['SELECT * FROM system.processes', 'system'],
  ['SELECT * FROM information_schema.tables', 'information_schema'],
  ['SELECT sleep(3)', 'sleep'],
  ['DROP TABLE events_acme', 'SELECT or WITH'],
  ['KILL QUERY WHERE 1', 'SELECT or WITH'],
  ['SET readonly = 0', 'SELECT or WITH'],
  ["DESCRIBE TABLE file('/etc/passwd')", 'SELECT or WITH'],
  ['(SELECT 1)', 'SELECT or WITH'],
  ['SELECT 1\u00a0FROM x', 'ASCII'],
  ['SELECT 1\0', 'ASCII'],
  [`SELECT ${'1,'.repeat(60_000)}1`, '100 000'],
])('refused: %j', (sql, said) => {
  expect(gateQuestion(sql)).toContain(said)
})

test('the names that a question binds', () => {
  expect(boundNames("SELECT {from:Date}, { to : Date }, {a_1:Array(String)}, map('x', 1)")).toEqual(
    new Set(['from', 'to', 'a_1']),
  )
})
