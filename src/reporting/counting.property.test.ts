import fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import { checkAsyncProperty } from '../../test/property.ts'
import type { SqlEngine } from '../sql/index.ts'
import { makeReport, type Report, type TableId } from './index.ts'
import {
  fillSmallStore,
  openSmallStore,
  type SmallEvent,
  type SmallIdentity,
} from './small-store-fixture.ts'

let sql: SqlEngine

beforeAll(async () => {
  const opened = await openSmallStore()
  sql = opened.sql
  return opened.close
})

const SUBJECTS = 8

const people: fc.Arbitrary<readonly SmallIdentity[]> = fc
  .array(
    fc.record({
      part: fc.constantFrom('worker', 'facilitator', 'unknown'),
      status: fc.constantFrom('suspected', 'linked', 'assessed', 'unassessed', 'cleared'),
    }),
    { minLength: 4, maxLength: 4 },
  )
  .map((all) => all.map((each, at) => ({ ...each, subjects: [2 * at + 1, 2 * at + 2] })))

const maybe = <Value>(...values: readonly Value[]) =>
  fc.option(fc.constantFrom(...values), { nil: undefined })

const event: fc.Arbitrary<SmallEvent> = fc
  .record({
    subject: fc.integer({ min: 1, max: SUBJECTS }),
    what: fc.constantFrom(
      'interview initial',
      'interview initial',
      'interview follow_up',
      'interview final',
      'employment offered',
      'employment started',
      'sign_in',
      'application',
    ),
    day: fc.integer({ min: 0, max: 800 }),
    organization: maybe('a.example', 'b.example', 'c.example', 'd.example'),
    industry: maybe('62', '5132', '5415', '54', '51', '5221', '92', '31', '99'),
    country: maybe('US', 'DE', 'GB', 'ZZ'),
    ai: maybe('pure', 'product', 'none'),
    tags: maybe(['fintech', 'crypto'], ['medtech'], []),
    role: maybe('software engineer', 'payroll specialist', 'wizard'),
    origin: maybe('x.example', 'y.example'),
    firstHand: maybe(true, false),
  })
  .map(({ what, day, ...rest }) => {
    const [kind = '', stage] = what.split(' ')
    const at = new Date(Date.UTC(2022, 0, 1) + day * 86_400_000).toISOString()
    return { ...rest, kind, stage, at: at.slice(0, 19).replace('T', ' ') }
  })

const columnOf = (report: Report, id: TableId, column: string): readonly number[] => {
  const table = report.tables.find((candidate) => candidate.id === id)
  const at = table?.columns.indexOf(column) ?? -1
  return (table?.rows ?? []).map((row) => Number(row[at]))
}

/** Every share of every table. */
const sharesOf = (report: Report): readonly number[] =>
  report.tables.flatMap(({ id, columns }) =>
    columns
      .filter((column) => column.includes('share'))
      .flatMap((column) => columnOf(report, id, column)),
  )

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0)

/** The counting rules again, row by row. */
function countByHand(all: readonly SmallIdentity[], events: readonly SmallEvent[]) {
  const identityOf = (subject: number) =>
    all.findIndex(({ subjects }) => subjects.includes(subject))
  const counted = events.filter(({ subject }) =>
    ['suspected', 'linked', 'assessed'].includes(all[identityOf(subject)]?.status ?? ''),
  )
  const interviews = counted.filter(({ stage }) => stage === 'initial')
  const different = (keys: readonly unknown[]) =>
    new Set(keys.map((key) => JSON.stringify(key))).size
  return {
    identities: different(counted.map(({ subject }) => identityOf(subject))),
    initial_interviews: different(
      interviews.map((of) => [identityOf(of.subject), of.organization, of.subject, of.role]),
    ),
    organizations: different(
      interviews.flatMap(({ organization }) => (organization === undefined ? [] : [organization])),
    ),
    roles: different(interviews.map((of) => [identityOf(of.subject), of.organization, of.role])),
  }
}

test('tables add up to the totals, the totals are those of the rules, and shares are shares', async () => {
  await checkAsyncProperty(
    fc.asyncProperty(
      people,
      fc.array(event, { minLength: 8, maxLength: 40 }),
      async (all, events) => {
        await fillSmallStore(sql, all, events)
        const report = await makeReport({ sql, version: '0' }, { draft: true, tlp: 'TLP:RED' })
        const { roles, ...totals } = countByHand(all, events)
        expect(report.totals).toMatchObject(totals)
        for (const id of ['industries', 'countries'] as const) {
          expect(sum(columnOf(report, id, 'interviews'))).toBe(totals.initial_interviews)
          expect(sum(columnOf(report, id, 'organizations'))).toBe(totals.organizations)
          expect(sum(columnOf(report, id, 'roles'))).toBe(roles)
        }
        for (const id of ['interviews_by_quarter', 'roles'] as const) {
          expect(sum(columnOf(report, id, 'interviews'))).toBe(totals.initial_interviews)
        }
        expect(sum(columnOf(report, 'ai', 'pure')) + sum(columnOf(report, 'ai', 'product'))).toBe(
          sum(columnOf(report, 'ai', 'interviews')),
        )
        const funnel = columnOf(report, 'funnel', 'count')
        expect(funnel[0]).toBe(totals.initial_interviews)
        expect(funnel).toEqual(funnel.toSorted((a, b) => b - a))
        expect(sharesOf(report).filter((share) => share < 0 || share > 1)).toEqual([])
        expect(JSON.stringify(report)).not.toMatch(/NaN|Infinity|undefined/)
      },
    ),
    { runs: 7 },
  )
})

test('the order in which observations came changes nothing', async () => {
  await checkAsyncProperty(
    fc.asyncProperty(
      people,
      fc.array(event, { minLength: 12, maxLength: 40 }),
      async (all, events) => {
        await fillSmallStore(sql, all, events)
        const one = await makeReport({ sql, version: '0' }, { draft: true, tlp: 'TLP:RED' })
        await fillSmallStore(sql, all, events.toReversed())
        expect(await makeReport({ sql, version: '0' }, { draft: true, tlp: 'TLP:RED' })).toEqual(
          one,
        )
      },
    ),
    { runs: 2 },
  )
})
