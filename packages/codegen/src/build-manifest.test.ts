import { expect, it } from 'vitest'
import { generateManifest, manifestName } from './index.ts'

it('the list of a build names each file once, sorted, whatever the order in which they were found', () => {
  const text = generateManifest(['dist/main.js', 'dist/B.js', 'dist/a.js', 'dist/main.js'])
  expect(text).toBe('{\n  "format": 1,\n  "files": [\n    "dist/B.js",\n    "dist/a.js",\n    "dist/main.js"\n  ]\n}\n')
  expect(generateManifest(['dist/a.js', 'dist/B.js', 'dist/main.js'])).toBe(text)
  expect(manifestName('acme-tool')).toBe('acme-tool.manifest.json')
})
