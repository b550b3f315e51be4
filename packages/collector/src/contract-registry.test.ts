import { expect, it } from 'vitest'
import { createRegistry } from './contract-registry.ts'
import { testLock } from './test-contract.ts'

it('takes the newest version by semver and those that it accepts', () => {
  const locks = ['1.9.0', '1.10.0', '1.2.0'].map((version) =>
    testLock({ version, accepts: version === '1.10.0' ? ['1.9.0'] : [] }),
  )
  const made = createRegistry(locks)
  if (made.kind === 'refused') throw new Error(made.message)
  const family = made.registry.get('acme')
  expect(family?.newest.lock.contract.version).toBe('1.10.0')
  expect([...(family?.accepted.keys() ?? [])]).toEqual(['1.9.0', '1.10.0'])
})

it('takes one version that is there twice alike, and refuses it with unlike digests', () => {
  expect(createRegistry([testLock(), testLock()]).kind).toBe('registry')
  const made = createRegistry([testLock(), testLock({ title: 'Another' })])
  expect(made.kind === 'refused' && made.message).toMatch(
    /^The contract acme 1\.2\.0 is there twice with unlike digests/,
  )
})
