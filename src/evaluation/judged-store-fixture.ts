import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { quoteText, type SqlEngine } from '../sql/index.ts'
import { openTestStore } from '../sql/store-fixture.ts'

/** One identity with one subject: what it is, what was found, what was seen. */
export interface Judged {
  readonly label: 'worker' | 'facilitator' | 'other_fraud' | 'genuine'
  readonly status?: string
  readonly scheme?: number
  readonly other?: number
  readonly likelihood?: string
  /** Indicators that hold; those in `uncounted` are not counted for their group, those in `absent` could have been seen. */
  readonly holds?: readonly string[]
  readonly uncounted?: readonly string[]
  readonly absent?: readonly string[]
  /** The true identity, where several found ones are its parts. */
  readonly persona?: string
}

/** Each indicator of a test is a group of its own: `voip` of the group VOIP. */
export const groupOf = (indicator: string): string => indicator.toUpperCase()

export interface JudgedStore {
  readonly sql: SqlEngine
  readonly truth: string
  readonly fill: (people: readonly Judged[]) => Promise<void>
  readonly close: () => Promise<void>
}

/** A store in memory whose identities are numbered from 1, and a truth file beside it. */
export async function openJudgedStore(): Promise<JudgedStore> {
  const folder = mkdtempSync(join(tmpdir(), 'ringer-test-'))
  const { sql, close } = await openTestStore()
  const truth = join(folder, 'truth.csv')
  return {
    sql,
    truth,
    fill: async (people) => {
      const rows = people.map(
        ({ label, persona }, at) => `s,r${at + 1},${persona ?? `i${at + 1}`},,${label}`,
      )
      writeFileSync(truth, `source,ref,identity,ring,label\n${rows.join('\n')}\n`)
      for (const table of ['subject', 'identity_member', 'assessment', 'finding', 'review']) {
        await sql.run(`delete from ${table}`)
      }
      for (const [at, person] of people.entries()) await insert(sql, at + 1, person)
    },
    close: async () => {
      await close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

async function insert(sql: SqlEngine, number: number, person: Judged): Promise<void> {
  const {
    status = 'unassessed',
    scheme = 0.01,
    other = 0,
    likelihood = 'almost no chance',
  } = person
  await sql.run(
    `insert into subject (subject_id, source, ref) values (${number}, 's', 'r${number}')`,
  )
  await sql.run(`insert into identity_member values (${number}, ${number})`)
  await sql.run(`insert into assessment by name select ${number} as identity_no, 'worker' as part,
    ${quoteText(status)} as status, ${quoteText(likelihood)} as likelihood, 'low' as confidence,
    ${scheme} as scheme, ${other} as other_fraud, ${1 - scheme - other} as genuine, 0 as log_odds,
    []::varchar[] as groups, '{}' as reasons`)
  for (const indicator of [...(person.holds ?? []), ...(person.absent ?? [])]) {
    const holds = person.holds?.includes(indicator) ?? false
    const counted = holds && !person.uncounted?.includes(indicator)
    await sql.run(`insert into finding by name select ${number} as identity_no,
      ${quoteText(indicator)} as indicator, 1 as version, 'technical' as category,
      ${quoteText(groupOf(indicator))} as evidence_group, ${holds} as holds, []::bigint[] as observations,
      []::varchar[] as origins, 'B' as grade, 0 as bits_other, 0 as bits_genuine, false as told,
      ${counted} as counted, ${holds} as supports`)
  }
}

/** So many people alike. */
export const many = (count: number, person: Judged): readonly Judged[] =>
  Array.from({ length: count }, () => person)
