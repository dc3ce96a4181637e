import { join } from 'node:path'
import type { Effects } from '../effects.ts'
import { explainPair, type LinkModel, type PairExplanation, readModel } from '../linkage/index.ts'
import { Problem } from '../problem.ts'
import { quoteText, type SqlEngine } from '../sql/index.ts'
import { formIdentities, type LinkSummary } from './forming.ts'

export interface Identities {
  /**
   * Links all evidence anew: subjects to identities, identities to rings. `record` runs in the same
   * transaction, for whoever keeps account of what has run.
   */
  readonly link: (record?: () => Promise<void>) => Promise<LinkSummary>
  /** Why two subjects (`source/ref`) are, or are not, the same presented person. */
  readonly explainSubjects: (left: string, right: string) => Promise<SubjectsExplanation>
  readonly versions: Readonly<Record<string, number>>
}

export interface SubjectsExplanation extends PairExplanation {
  readonly together: boolean
  readonly identities: readonly [string, string]
  /** Subjects in the identity of each. */
  readonly sizes: readonly [number, number]
}

export interface IdentitiesParts {
  readonly sql: SqlEngine
  /** Folder of the model files `same-person.json` and `same-hands.json`. */
  readonly models: string
  readonly effects: Effects
}

export function openIdentities({ sql, models, effects }: IdentitiesParts): Identities {
  const samePerson = readModel(join(models, 'same-person.json'))
  const sameHands = readModel(join(models, 'same-hands.json'))
  return {
    link: (record = async () => undefined) =>
      formIdentities({ sql, samePerson, sameHands, effects }, record),
    explainSubjects: (left, right) => explainSubjects(sql, samePerson, [left, right]),
    versions: { [samePerson.name]: samePerson.version, [sameHands.name]: sameHands.version },
  }
}

interface Place {
  readonly record_id: number
  readonly identity: string
  readonly size: number
}

async function explainSubjects(
  sql: SqlEngine,
  model: LinkModel,
  subjects: readonly [string, string],
): Promise<SubjectsExplanation> {
  const left = await placeOf(sql, subjects[0])
  const right = await placeOf(sql, subjects[1])
  const place = { prefix: 'person', left: left.record_id, right: right.record_id }
  return {
    ...(await explainPair(sql, model, place)),
    together: left.identity === right.identity,
    identities: [left.identity, right.identity],
    sizes: [left.size, right.size],
  }
}

/** A subject is written `source/ref`, split at the first slash. */
async function placeOf(sql: SqlEngine, subject: string): Promise<Place> {
  const slash = subject.indexOf('/')
  if (slash < 1 || slash === subject.length - 1) {
    throw new Problem(
      'usage',
      `"${subject}" is no subject: write source/ref, such as acme-ats/cand-881`,
    )
  }
  await requireLinked(sql)
  const [place] = await sql.rows<Place>(`
    select r.record_id, i.identity,
           (select count(*) from identity_member as a where a.identity_no = i.identity_no) as size
    from subject as s
    join subject_record as r on r.subject_id = s.subject_id
    join identity_member as m on m.subject_id = s.subject_id
    join identity as i on i.identity_no = m.identity_no
    where s.source = ${quoteText(subject.slice(0, slash))} and s.ref = ${quoteText(subject.slice(slash + 1))}`)
  if (place === undefined) {
    throw new Problem(
      'not-found',
      `no subject ${subject} in an identity; is it imported and linked?`,
    )
  }
  return place
}

async function requireLinked(sql: SqlEngine): Promise<void> {
  const tables = await sql.rows(
    `select 1 from information_schema.tables where table_name = 'subject_record'`,
  )
  if (tables.length === 0)
    throw new Problem('not-found', 'nothing is linked yet: run `ringer run` first')
}
