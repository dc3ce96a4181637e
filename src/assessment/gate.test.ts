import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type OwnEngine, openEngine } from '../sql/index.ts'
import { likelihoodSql, schemeSql, suspectedSql } from './gate.ts'

let sql: OwnEngine
beforeAll(async () => {
  sql = await openEngine(':memory:', { memory: '1GB', threads: 2 })
})
afterAll(() => sql.close())

const columns = {
  odds_other: 'odds_other',
  odds_genuine: 'odds_genuine',
  groups: 'support_groups',
  beyond: 'beyond',
  facilitator: 'facilitator',
  lending: 'lending',
}

const computed = async <Value>(expression: string): Promise<Value | undefined> =>
  (await sql.rows<{ value: Value }>(`select ${expression} as value`))[0]?.value

describe('the gate', () => {
  test('opens for exactly those rows of its truth table that the design names', async () => {
    const rows = await sql.rows<Record<string, number> & { open: boolean; facilitator: boolean }>(`
      select *, ${suspectedSql(columns)} as open
      from (values (-3, 2), (0.5, 0.5), (2, 2), (0, 9), (9, -1)) as odds(odds_other, odds_genuine),
        (values (0), (1), (2), (3)) as a(support_groups), (values (0), (0.19), (0.2), (0.9)) as b(beyond),
        (values (true), (false)) as d(facilitator),
        (values (0), (1)) as e(lending)`)
    expect(rows).toHaveLength(320)
    for (const row of rows) {
      // Of the five odds only (2, 2) gives scheme half or more: 1 / (1 + 2^-2 + 2^-2) = 2/3.
      const leads = row['odds_other'] === 2 && row['odds_genuine'] === 2
      const groups = (row['support_groups'] ?? 0) >= 2
      const beyond = Number(row['beyond']) >= 0.2
      const lends = !row.facilitator || row['lending'] === 1
      expect(row.open, JSON.stringify(row)).toBe(leads && groups && beyond && lends)
    }
    expect(rows.some((row) => row.open)).toBe(true)
  })

  test.each([
    [0, 0, 1 / 3],
    [1, 1, 1 / 2],
    [2, 3, 8 / 11],
    [-10_000, 5, 0],
    [10_000, 10_000, 1],
  ])('odds of %d and %d bits are a probability of %d', async (other, genuine, probability) => {
    const odds = { odds_other: `(${other})`, odds_genuine: `(${genuine})` }
    expect(await computed<number>(schemeSql(odds))).toBeCloseTo(probability, 10)
  })

  test.each([
    [0, 'almost no chance'],
    [0.0499, 'almost no chance'],
    [0.05, 'very unlikely'],
    [0.2, 'unlikely'],
    [0.45, 'roughly even chance'],
    [0.5499, 'roughly even chance'],
    [0.55, 'likely'],
    [0.8, 'very likely'],
    [0.95, 'almost certain'],
    [1, 'almost certain'],
  ])('%d reads "%s"', async (probability, word) => {
    expect(await computed(likelihoodSql(String(probability)))).toBe(word)
  })
})
