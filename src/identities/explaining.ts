import {
  explainPair,
  type LinkModel,
  type PairExplanation,
  type WhatIf,
  whatIf,
} from '../linkage/index.ts'
import { Problem } from '../problem.ts'
import type { SqlEngine } from '../sql/index.ts'
import { type IdentityPlace, requireIdentity, requireSubject } from './places.ts'
import { inWords, type SharedPassage, sharedPassages } from './shared-passages.ts'
import { shownBySql } from './shown-infrastructure.ts'
import { type About, type Judgement, standingJudgements } from './statements.ts'
import { controlledBySql } from './subjects.ts'

/** Why two subjects, or two identities, stand as they do. */
export interface StandingPair extends PairExplanation {
  readonly question: About
  /** Version of the model that weighed them, such as `same-person 2`. */
  readonly model: string
  /** Subjects: in one identity. Identities: in one group that shares infrastructure. */
  readonly together: boolean
  readonly identities: readonly [string, string]
  /** Subjects in the identity of each. */
  readonly sizes: readonly [number, number]
  /** What people said that stands, of the two (`direct`) or of others in their identities; the latest first. */
  readonly said: readonly (Judgement & { readonly direct: boolean })[]
  readonly what_if: readonly WhatIf[]
  /** Of identities: passages of CVs that both show and few others, the rarest first. */
  readonly passages: readonly SharedPassage[]
}

/** Why two subjects (`source/ref`) are, or are not, the same presented person. */
export async function explainSubjects(
  sql: SqlEngine,
  model: LinkModel,
  subjects: readonly [string, string],
): Promise<StandingPair> {
  const left = await requireSubject(sql, subjects[0])
  const right = await requireSubject(sql, subjects[1])
  const place = { prefix: 'person', left: left.subject_id, right: right.subject_id }
  const keys = controlledBySql(
    `(select unnest([${left.subject_id}, ${right.subject_id}]) as subject_id)`,
  )
  const pair = await explainPair(sql, model, { ...place, keys })
  const said = await saidBetween(sql, 'person', [left, right])
  return {
    ...pair,
    question: 'person',
    model: `${model.name} ${model.version}`,
    together: left.identity === right.identity,
    identities: [left.identity, right.identity],
    sizes: [left.size, right.size],
    said: said
      .map((each) => ({ ...each, direct: isOf(each, subjects) }))
      .toSorted((one, other) => Number(other.direct) - Number(one.direct)),
    what_if: whatIf(model, pair),
    passages: [],
  }
}

/** Why two identities (`idn_…`) are, or are not, run by the same hands. */
export async function explainIdentities(
  sql: SqlEngine,
  model: LinkModel,
  identities: readonly [string, string],
): Promise<StandingPair> {
  const left = await requireIdentity(sql, identities[0])
  const right = await requireIdentity(sql, identities[1])
  const sides = [left.identity_no, right.identity_no] as const
  if (sides[0] === sides[1])
    throw new Problem('usage', `${identities[0]} is one identity: name two`)
  const keys = shownBySql(`(select unnest([${sides.join(', ')}]) as identity_no)`)
  const pair = await explainPair(sql, model, {
    prefix: 'hands',
    left: sides[0],
    right: sides[1],
    keys,
  })
  const passages = await sharedPassages(sql, model, sides)
  const said = await saidBetween(sql, 'hands', [left, right])
  return {
    ...pair,
    comparisons: inWords(pair.comparisons, passages),
    question: 'hands',
    model: `${model.name} ${model.version}`,
    together: left.ring !== null && left.ring === right.ring,
    identities,
    sizes: [await sizeOf(sql, left), await sizeOf(sql, right)],
    said: said.map((each) => ({ ...each, direct: true })),
    what_if: whatIf(model, pair),
    passages,
  }
}

type Numbered = Pick<IdentityPlace, 'identity_no'>

const saidBetween = (
  sql: SqlEngine,
  about: About,
  [left, right]: readonly [Numbered, Numbered],
): Promise<Judgement[]> =>
  standingJudgements(sql, about, {
    left: membersOf(left),
    right: membersOf(right),
  })

const membersOf = ({ identity_no: no }: Numbered): string =>
  `select subject_id from identity_member where identity_no = ${no}`

const isOf = (
  { left_subject: left, right_subject: right }: Judgement,
  subjects: readonly [string, string],
) =>
  (left === subjects[0] && right === subjects[1]) || (left === subjects[1] && right === subjects[0])

async function sizeOf(sql: SqlEngine, identity: Numbered): Promise<number> {
  const [row] = await sql.rows<{ size: number }>(
    `select count(*) as size from (${membersOf(identity)})`,
  )
  return row?.size ?? 0
}
