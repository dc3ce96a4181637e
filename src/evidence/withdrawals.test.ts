import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { checkAsyncProperty } from '../../test/property.ts'
import {
  derivedContents,
  derivedTables,
  openTestLedger,
  type TestLedger,
} from './ledger-fixture.ts'

let ledger: TestLedger

beforeAll(async () => {
  ledger = await openTestLedger()
})
afterAll(() => ledger.close())
beforeEach(() => ledger.empty())

const seen = (id: string, ref: string, source = 'greenhouse'): object => ({
  source,
  id,
  kind: 'application',
  at: '2024-03-18T09:41:07Z',
  organization: { domain: 'acme.example' },
  subject: {
    ref,
    name: `Name of ${ref}`,
    emails: [`${ref}@mail.example`],
    documents: [{ kind: 'resume', text: `Built the ${id} ledgers of clinics.` }],
  },
  facts: { 'ip.asn': 64500 },
  flags: [{ indicator: 'camera_refusal', note: `seen with ${ref}` }],
})
const at = '2024-05-01T08:00:00Z'
const erase = (ref: string, source = 'greenhouse'): object => ({
  source,
  withdraws: 'subject',
  ref,
  reason: 'deleted',
  at,
})
const eraseUnder = (under: string): object => ({
  source: 'greenhouse',
  withdraws: 'observations',
  under,
  reason: 'deleted',
  at,
})
const merge = (from: string, into: string, day = '02'): object => ({
  source: 'greenhouse',
  merges: from,
  into,
  at: `2024-05-${day}T08:00:00Z`,
})

/** Who stands in the store with which observations. */
const standing = async (): Promise<string[]> => {
  const rows = await ledger.sql.rows<{ line: string }>(`
    select s.ref || ': ' || string_agg(o.id, ' ' order by o.id) as line
    from event join observation as o using (observation_id) join subject as s using (subject_id)
    group by s.ref order by 1`)
  return rows.map(({ line }) => line)
}

const everything = async (): Promise<string> => {
  const tables = await ledger.sql.rows<{ name: string }>(
    `select table_name as name from information_schema.tables where table_type = 'BASE TABLE'`,
  )
  const texts = await Promise.all(
    tables.map(async ({ name }) =>
      JSON.stringify(await ledger.sql.rows(`select t::varchar from ${name} as t`)),
    ),
  )
  return texts.join('\n')
}

const counted = (accepted: number, more: object = {}): object => ({
  accepted,
  known: 0,
  newer: 0,
  withdrawn: 0,
  ...more,
})

describe('a deleted record', () => {
  test('leaves a tombstone and no value, in no version', async () => {
    await ledger.commit([seen('a/1', '60304594'), seen('a/2', '60304594'), seen('a/3', '77')])
    await ledger.commit([{ ...seen('a/2', '60304594'), stage: 'later' }])
    const before = await everything()
    expect(before).toContain('60304594@mail.example')
    expect(await ledger.commit([erase('60304594')])).toEqual(
      counted(0, { retracted: 1, merged: 0 }),
    )
    expect(await standing()).toEqual(['77: a/3'])
    expect(await everything()).not.toMatch(/60304594|a\/1|a\/2/)
    const tombstones = `select observation_id, id, content_hash, body from observation
      where source = 'greenhouse' order by observation_id`
    expect(await ledger.sql.rows(tombstones)).toMatchObject([
      { observation_id: 1, id: null, content_hash: null, body: null },
      { observation_id: 2, id: null, content_hash: null, body: null },
      { observation_id: 3, id: 'a/3' },
      { observation_id: 4, id: null, content_hash: null, body: null },
    ])
    expect(
      await ledger.sql.rows('select withdraws, reason, observations, withdrawn_at from withdrawal'),
    ).toEqual([
      {
        withdraws: 'subject',
        reason: 'deleted',
        observations: 3,
        withdrawn_at: '2024-05-01T08:00:00Z',
      },
    ])
    expect(await ledger.evidence.state()).toMatchObject({
      observations: 1,
      subjects: 1,
      last_observation: 4,
    })
  })

  test('does not come back with an old export, nor with a new observation', async () => {
    await ledger.commit([seen('a/1', '60304594')])
    await ledger.commit([erase('60304594')])
    const again = [seen('a/1', '60304594'), seen('a/9', '60304594'), seen('a/3', '77')]
    expect(await ledger.commit(again)).toEqual(counted(1, { withdrawn: 2 }))
    expect(await standing()).toEqual(['77: a/3'])
    expect(await everything()).not.toContain('60304594')
    expect(
      await ledger.sql.rows('select sum(withdrawn)::integer as withdrawn from import_run'),
    ).toEqual([{ withdrawn: 2 }])
  })

  test('is one of its source alone, and its number is given to nobody else', async () => {
    await ledger.commit([seen('a/1', '5', 'lever'), seen('a/1', '5')])
    await ledger.commit([erase('5')])
    await ledger.commit([seen('a/2', '6')])
    expect(await standing()).toEqual(['5: a/1', '6: a/2'])
    expect(
      await ledger.sql.rows('select subject_id, source, ref from subject order by subject_id'),
    ).toEqual([
      { subject_id: 1, source: 'lever', ref: '5' },
      { subject_id: 2, source: 'greenhouse', ref: null },
      { subject_id: 3, source: 'greenhouse', ref: '6' },
    ])
  })

  test('said twice, or for another reason, is known; of somebody unknown it is remembered', async () => {
    expect(await ledger.commit([erase('5'), erase('5')])).toEqual(
      counted(0, { known: 1, retracted: 1, merged: 0 }),
    )
    const anonymized = { ...erase('5'), reason: 'anonymized', at: '2024-06-01T00:00:00Z' }
    expect(await ledger.commit([anonymized])).toEqual(
      counted(0, { known: 1, retracted: 0, merged: 0 }),
    )
    expect(await ledger.commit([seen('a/1', '5')])).toEqual(counted(0, { withdrawn: 1 }))
    expect((await ledger.evidence.state()).last_withdrawal).toBe(0)
  })

  test('in the batch that brings it is gone at its end', async () => {
    expect(await ledger.commit([erase('5'), seen('a/1', '5')])).toEqual(
      counted(1, { retracted: 1, merged: 0 }),
    )
    expect(await standing()).toEqual([])
  })
})

describe('a deleted application', () => {
  test('takes what begins with its id and a slash, and nothing else', async () => {
    const ids = ['application/7', 'application/7/stage/2', 'application/71', 'application']
    await ledger.commit(ids.map((id) => seen(id, '5')))
    await ledger.commit([eraseUnder('application/7')])
    expect(await standing()).toEqual(['5: application application/71'])
    const again = [seen('application/7/stage/3', '5'), seen('application/72', '5')]
    expect(await ledger.commit(again)).toEqual(counted(1, { withdrawn: 1 }))
    expect(await standing()).toEqual(['5: application application/71 application/72'])
  })

  test('does not touch a record of the same name', async () => {
    await ledger.commit([seen('a/1', '7'), eraseUnder('7'), seen('7', '8')])
    expect(await standing()).toEqual(['7: a/1'])
  })
})

describe('a merged record', () => {
  test('stands as the other one, what came before and what comes after', async () => {
    await ledger.commit([seen('a/1', 'old'), seen('a/2', 'new')])
    await ledger.commit([merge('old', 'new')])
    await ledger.commit([seen('a/3', 'old')])
    expect(await standing()).toEqual(['new: a/1 a/2 a/3'])
    expect((await ledger.evidence.state()).subjects).toBe(1)
    const { selector = [] } = await derivedContents(ledger.sql)
    expect(selector).toHaveLength(9)
    expect(selector).toEqual(selector.map(() => expect.objectContaining({ ref: 'new' })))
    await expect(
      ledger.sql.rows(`select count(*) as n from observation where body like '%"ref":"old"%'`),
    ).resolves.toEqual([{ n: 2 }])
  })

  test('whose other was never seen makes it; chains are followed in any order', async () => {
    await ledger.commit([seen('a/1', 'x')])
    await ledger.commit([merge('y', 'z')])
    await ledger.commit([merge('x', 'y')])
    expect(await standing()).toEqual(['z: a/1'])
  })

  test('goes to whom it is merged last, and leaves the others theirs', async () => {
    await ledger.commit([
      seen('a/1', 'x'),
      seen('a/2', 'y'),
      seen('a/3', 'z'),
      merge('x', 'y', '02'),
    ])
    await ledger.commit([merge('x', 'z', '03')])
    expect(await standing()).toEqual(['y: a/2', 'z: a/1 a/3'])
    expect(await ledger.commit([merge('x', 'z', '03')])).toEqual(
      counted(0, { known: 1, retracted: 0, merged: 0 }),
    )
  })

  test('goes with the other when that is deleted, also where it was merged into one long gone', async () => {
    await ledger.commit([seen('a/1', 'x'), seen('a/2', 'y'), merge('x', 'y')])
    await ledger.commit([erase('y')])
    await ledger.commit([seen('a/3', 'w'), merge('w', 'x')])
    const again = ['w', 'x', 'y'].map((ref) => seen(`b/${ref}`, ref))
    expect(await ledger.commit(again)).toEqual(counted(0, { withdrawn: 3 }))
    expect(await standing()).toEqual([])
    expect(await ledger.sql.rows('select 1 from subject where ref is not null')).toEqual([])
  })

  test('deleted under its old name goes alone', async () => {
    await ledger.commit([seen('a/1', 'x'), seen('a/2', 'y'), merge('x', 'y')])
    await ledger.commit([erase('x')])
    expect(await standing()).toEqual(['y: a/2'])
  })
})

test('reading the ledger again keeps tombstones and mergers', async () => {
  await ledger.commit([seen('a/1', 'x'), seen('a/2', 'y'), seen('a/3', 'z'), seen('b/1', 'z')])
  await ledger.commit([merge('x', 'y'), eraseUnder('b')])
  await ledger.commit([erase('z')])
  const before = await derivedTables(ledger.sql)
  await ledger.evidence.rebuild()
  expect(await derivedTables(ledger.sql)).toEqual(before)
  expect(await standing()).toEqual(['y: a/1 a/2'])
})

test('a dry run erases nothing', async () => {
  await ledger.commit([seen('a/1', 'x')])
  await ledger.evidence.rehearse(async ({ commit }) => {
    expect(await commit(ledger.stage([erase('x')]), 0)).toEqual(
      counted(0, { retracted: 1, merged: 0 }),
    )
  })
  expect(await standing()).toEqual(['x: a/1'])
})

const refs = fc.constantFrom('1', '2', '3', '4', '5')
const records = fc.tuple(
  fc.uniqueArray(fc.tuple(fc.constantFrom('a', 'b', 'b/c', 'd', 'd/e', 'd/e/f'), refs), {
    selector: ([id]) => id,
  }),
  fc.array(fc.tuple(refs, refs, fc.constantFrom('02', '03', '04')), { maxLength: 5 }),
  fc.array(refs, { maxLength: 2 }),
  fc.array(fc.constantFrom('a', 'b', 'd', 'd/e'), { maxLength: 2 }),
)
const story = records.map(([observations, merges, erased, under]) => [
  ...observations.map(([id, ref]) => seen(id, ref)),
  ...merges
    .filter(([from, into]) => from !== into)
    .map(([from, into, day]) => merge(from, into, day)),
  ...erased.map((ref) => erase(ref)),
  ...under.map(eraseUnder),
])

test('observations, mergers and erasures give the same in any order and in any batches', async () => {
  const ordered = story.chain((given) =>
    fc.record({
      given: fc.constant(given),
      shuffled: fc.shuffledSubarray(given, { minLength: given.length }),
      cuts: fc.uniqueArray(fc.nat(given.length), { maxLength: 3 }),
    }),
  )
  await checkAsyncProperty(
    fc.asyncProperty(ordered, async ({ given, shuffled, cuts }) => {
      await ledger.empty()
      await ledger.commit(given)
      const atOnce = await derivedContents(ledger.sql)
      await ledger.empty()
      const edges = [0, ...cuts.sort((a, b) => a - b), shuffled.length]
      for (const [at, end] of edges.slice(1).entries()) {
        const batch = shuffled.slice(edges[at], end)
        if (batch.length > 0) await ledger.commit(batch)
      }
      expect(await derivedContents(ledger.sql)).toEqual(atOnce)
    }),
    { runs: 6 },
  )
})
