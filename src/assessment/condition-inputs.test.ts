import { beforeAll, describe, expect, test } from 'vitest'
import { useFolder } from '../cli/process-testing.ts'
import { copyWorld } from '../cli/world-fixture.ts'
import { runSteps, type SqlEngine } from '../sql/index.ts'
import { openTestStore } from '../sql/store-fixture.ts'
import { passagesAsked } from './asked.ts'
import { readCatalogue } from './catalogue.ts'
import { readInputs } from './condition-inputs.ts'
import { conditionSql, type QueriedCondition } from './conditions.ts'
import { evidenceSteps } from './evidence-steps.ts'
import { owns } from './relations.ts'

const { indicators } = readCatalogue('indicators')
const conditions = indicators.flatMap(({ shown_by }) =>
  shown_by.filter((condition): condition is QueriedCondition => condition.type !== 'fact'),
)

const place = useFolder()
beforeAll(() => copyWorld(place('.')))

interface ConditionResult {
  readonly condition: QueriedCondition
  readonly could: boolean
  readonly found: number
}

/** Every condition on a world from which something was taken, asked although it could not hold. */
async function askAll(
  sql: SqlEngine,
  takes: readonly string[],
): Promise<readonly ConditionResult[]> {
  for (const statement of takes) await sql.run(statement)
  const anchor = 'select identity_no from identity order by identity_no limit 5'
  const steps = [...evidenceSteps(indicators), { name: owns.anchor, sql: anchor }]
  await runSteps(
    sql,
    steps.map((step) => ({ ...step, temporary: true })),
  )
  const couldHold = await readInputs(sql, { passages: passagesAsked(indicators) })
  const asked: ConditionResult[] = []
  for (const condition of conditions) {
    const [row] = await sql.rows<{ found: number }>(
      `select count(*) as found from (${conditionSql(condition)})`,
    )
    asked.push({ condition, could: couldHold(condition), found: row?.found ?? 0 })
  }
  return asked
}

describe('a condition that is not asked would find nothing', () => {
  test.for([
    ['of a whole world', []],
    [
      'without some kinds of selectors, events and places',
      [
        `delete from selector where kind in ('device', 'phone', 'place')`,
        `delete from event where kind = 'publication'`,
        `delete from fact where name like 'ip.%'`,
      ],
    ],
    [
      'of a few subjects without passages and rings',
      [
        'delete from identity_member where subject_id % 3 > 0',
        `delete from event where kind = 'employment'`,
        'delete from passage',
        'delete from ring_link',
      ],
    ],
  ] as const)('%s', async ([, takes]) => {
    const { store, close } = await openTestStore({ path: place('data/ringer.duckdb') })
    const asked = await store.session((sql) => sql.rehearse(() => askAll(sql, takes)))
    await close()
    const wrong = asked.filter(({ could, found }) => !could && found > 0)
    expect(wrong).toEqual([])
    // Otherwise the test could not fail, or nothing would be saved.
    expect(asked.filter(({ found }) => found > 0).length).toBeGreaterThan(3)
    if (takes.length > 0) expect(asked.filter(({ could }) => !could).length).toBeGreaterThan(5)
  })
})
