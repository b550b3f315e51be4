import { expect, it } from 'vitest'
import { findingGithub, findingText } from './finding.ts'

const finding = {
  file: 'acme.telemetry.ts',
  line: 4,
  column: 7,
  rule: 'bits-report',
  severity: 'warning',
  message: 'Too many.',
  mend: 'Fewer.',
} as const
const passed = {
  ...finding,
  severity: 'note',
  suppressed: { who: '@acme/dx', when: '2026-11-19', why: 'A service' },
} as const

it('a problem has its place, its rule, its sentence and its mend', () => {
  expect(findingText(finding)).toBe('acme.telemetry.ts:4:7  warning  bits-report\n  Too many.\n  → Fewer.')
  expect(findingGithub(finding)).toBe(
    '::warning file=acme.telemetry.ts,line=4,col=7,title=bits-report::Too many. Fewer.',
  )
})

it('what was let pass goes on saying so, with who, when and why', () => {
  expect(findingText(passed)).toBe(
    'acme.telemetry.ts:4:7  suppressed  bits-report\n  Too many.\n  let pass by @acme/dx on 2026-11-19: A service',
  )
  expect(findingGithub(passed)).toContain('::notice file=acme.telemetry.ts')
  expect(findingGithub(passed)).toContain('Let pass by @acme/dx on 2026-11-19: A service')
})
