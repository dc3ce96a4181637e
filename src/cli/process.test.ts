import { writeFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { applicationLine, launchRinger, ringer, useFolder } from './process-testing.ts'

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
