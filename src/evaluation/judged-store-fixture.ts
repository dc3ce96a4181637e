import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { InsertedRow, SqlEngine } from '../sql/index.ts'
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
      await insert(sql, people)
    },
    close: async () => {
      await close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** A few statements for all of them: one each for a person would take most of the time of their tests. */
async function insert(sql: SqlEngine, people: readonly Judged[]): Promise<void> {
  const numbered = people.map((person, at) => ({ ...person, number: at + 1 }))
  await sql.insert(
    'subject',
    numbered.map(({ number }) => ({ subject_id: number, source: 's', ref: `r${number}` })),
  )
  await sql.insert(
    'identity_member',
    numbered.map(({ number }) => ({ identity_no: number, subject_id: number })),
  )
  await sql.insert('assessment', numbered.map(assessmentRow))
  await sql.insert('finding', numbered.flatMap(findingRows))
}

type NumberedPerson = Judged & { readonly number: number }
const emptyList = (type: string) => ({ sql: `[]::${type}[]` })

function assessmentRow(person: NumberedPerson): InsertedRow {
  const { number, status = 'unassessed', likelihood = 'almost no chance' } = person
  const { scheme = 0.01, other = 0 } = person
  return {
    ...{ identity_no: number, part: 'worker', status, likelihood, confidence: 'low', scheme },
    ...{ other_fraud: other, genuine: 1 - scheme - other, log_odds: 0 },
    ...{ groups: emptyList('varchar'), reasons: '{}' },
  }
}

const findingRows = (person: NumberedPerson): readonly InsertedRow[] =>
  [...(person.holds ?? []), ...(person.absent ?? [])].map((indicator) => {
    const holds = person.holds?.includes(indicator) ?? false
    const counted = holds && !person.uncounted?.includes(indicator)
    return {
      ...{ identity_no: person.number, indicator, version: 1, category: 'technical' },
      ...{ evidence_group: groupOf(indicator), holds, observations: emptyList('bigint') },
      ...{ origins: emptyList('varchar'), grade: 'B', bits_other: 0, bits_genuine: 0 },
      ...{ told: false, counted, supports: holds },
    }
  })

/** So many people alike. */
export const many = (count: number, person: Judged): readonly Judged[] =>
  Array.from({ length: count }, () => person)
