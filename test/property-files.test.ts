import { globSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { listPropertyFiles } from './property-files.ts'

test('npm run test:deep runs every file that checks a property', () => {
  const calls = /^\s*(await )?(checkProperty|checkAsyncProperty|generateCases)\(/m
  const checking = globSync('{src,test}/**/*.test.ts').filter((file) =>
    calls.test(readFileSync(file, 'utf8')),
  )
  expect(checking.length).toBeGreaterThan(40)
  expect(checking.filter((file) => !listPropertyFiles().includes(file))).toEqual([])
})
