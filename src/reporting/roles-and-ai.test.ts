import { expect, onTestFinished, test } from 'vitest'
import { aiOf } from '../taxonomy/index.ts'
import { makeReport } from './index.ts'
import { fillSmallStore, openSmallStore, type SmallEvent } from './small-store-fixture.ts'

const at = '2024-02-01 10:00:00'
const initial = { kind: 'interview', stage: 'initial', subject: 1, at } as const

const places = [
  { ai: 'none', tags: ['ai'] },
  { ai: 'product', tags: ['llm'] },
  { tags: ['Artificial Intelligence', 'ai-enabled'] },
  { tags: ['AI_Enabled'] },
  { tags: ['fintech'] },
  {},
] as const

const roles = [
  { role: 'software engineer' },
  { role: 'software engineer' },
  { role: 'embedded developer' },
  { role: 'zauberlehrling' },
  { role: 'zauberlehrling', soc: '43-3051' },
  {},
] as const

const events: readonly SmallEvent[] = places.map((place, index) => ({
  ...initial,
  ...place,
  ...roles[index],
  organization: `place-${index}.example`,
}))

test('AI by what the evidence says, else by tags, else not known; roles with their occupations', async () => {
  const { sql, close } = await openSmallStore()
  onTestFinished(close)
  await fillSmallStore(sql, [{ subjects: [1], part: 'worker', status: 'suspected' }], events)
  const report = await makeReport({ sql, version: '0.0.0' }, { draft: true, tlp: 'TLP:RED' })
  const [quarter] = report.tables.find(({ id }) => id === 'ai')?.rows ?? []
  const focus = places.map(aiOf)
  expect(focus).toEqual(['none', 'product', 'pure', 'product', undefined, undefined])
  const times = (of: string) => focus.filter((one) => one === of).length
  expect(quarter?.slice(0, 4)).toEqual(['2024-Q1', times('pure'), times('product'), 3])

  const rows = report.tables.find(({ id }) => id === 'roles')
  const cell = (name: string) => rows?.columns.indexOf(name) ?? -1
  expect(
    rows?.rows.map((row) => ['role', 'interviews', 'occupation'].map((name) => row[cell(name)])),
  ).toEqual([
    ['Software development', 3, '15-1252 Software Developers'],
    ['Payroll', 1, '43-3051 Payroll and Timekeeping Clerks'],
    ['Not stated', 1, null],
    ['Not mapped', 1, null],
  ])
})
