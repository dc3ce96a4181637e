import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { applicationLine, launchRinger, programFile, ringer, useFolder } from './process-testing.ts'

const place = useFolder()
const mixed = place('mixed.ndjson')
writeFileSync(mixed, `${applicationLine(1)}\n{"source":"acme-ats"\n`)

test.for([
  [['--version'], 0],
  [['identities', '--data', place('no-store')], 1],
  [['import', mixed, '--dry-run', '--data', place('dry')], 2],
  [['link', '--fast'], 64],
] as const)(
  'a process ends and says as the program in this process does: %j',
  async ([words, status]) => {
    const launched = await launchRinger(...words)
    expect(launched).toEqual(await ringer(...words))
    expect(launched.status).toBe(status)
  },
)

test('a Node that cannot read TypeScript is told so, with what to do', () => {
  const words = ['--no-experimental-strip-types', programFile, '--version']
  const { status, stdout, stderr } = spawnSync(process.execPath, words, { encoding: 'utf8' })
  expect({ status, stdout }).toEqual({ status: 1, stdout: '' })
  expect(stderr).toMatch(/^ringer: Node v\S+ cannot read TypeScript; start it with npm .*\n$/)
})
