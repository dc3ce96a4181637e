import { type Observation, passagesOf } from '../evidence/index.ts'
import { type LinkModel, linkTables, type PairExplanation } from '../linkage/index.ts'
import type { SqlEngine } from '../sql/index.ts'
import { withheldSubjectSql } from './withheld.ts'

/** A passage of a CV that two identities show, as it stands there. */
export interface SharedPassage {
  /** Of its normal form: the value of the selector `passage`. */
  readonly hash: string
  /** As the first of the two wrote it. */
  readonly text: string
  /** Identities that show it. */
  readonly members: number
  /** An observation (`source/id`) of each in which it stands. */
  readonly observations: readonly [string, string]
}

/** So many are read out of the ledger; what more there is weighs no more. */
const mostPassages = 5

interface Found {
  readonly hash: string
  readonly members: number
  readonly left_observation: number
  readonly right_observation: number
}

/** The rarest passages that both identities show and that are no hub, read again from what was observed. */
export async function sharedPassages(
  sql: SqlEngine,
  model: LinkModel,
  [left, right]: readonly [number, number],
): Promise<readonly SharedPassage[]> {
  const at = model.keys.findIndex(({ kind }) => kind === 'passage')
  const key = model.keys[at]
  if (key === undefined) return []
  const { value } = linkTables('hands')
  const side = (identity: number): string => `
    select p.hash, min(p.observation_id) as observation_id from passage as p
    join identity_member as m using (subject_id) where m.identity_no = ${identity} group by p.hash`
  const found = await sql.rows<Found>(`
    select h.value as hash, coalesce(v.members, 2) as members, left_observation, right_observation
    from (
      select l.hash::varchar as value, l.hash as value_id, l.observation_id as left_observation,
        r.observation_id as right_observation
      from (${side(left)}) as l join (${side(right)}) as r on r.hash = l.hash) as h
    left join ${value} as v on v.key = ${at} and v.value_id = h.value_id
    where not coalesce(v.hub, false) order by members, h.value limit ${mostPassages}`)
  const texts = await textsOf(sql, found)
  return found.map(({ hash, members, left_observation: one, right_observation: other }) => ({
    hash,
    text: texts.passages.get(hash) ?? '',
    members,
    observations: [texts.names.get(one) ?? '', texts.names.get(other) ?? ''],
  }))
}

interface Read {
  readonly observation_id: number
  readonly name: string
  readonly body: string
}

async function textsOf(sql: SqlEngine, found: readonly Found[]) {
  const ids = found.flatMap(({ left_observation: one, right_observation: other }) => [one, other])
  const rows = await sql.rows<Read>(`select observation_id, source || '/' || id as name, body
    from observation where observation_id in (${ids.join(', ') || 'null'})`)
  const names = new Map(rows.map(({ observation_id: id, name }) => [id, name]))
  const firsts = new Set(found.map(({ left_observation: id }) => id))
  // Those of the second come first, so that those of the first stand.
  const ordered = rows.toSorted(
    (one, other) =>
      Number(firsts.has(one.observation_id)) - Number(firsts.has(other.observation_id)),
  )
  const passages = new Map(
    ordered.flatMap(({ body }) => passagesIn(JSON.parse(body) as Observation)),
  )
  return { names, passages }
}

const passagesIn = ({ subject }: Observation): (readonly [string, string])[] =>
  (subject.documents ?? []).flatMap(({ text }) =>
    passagesOf(text ?? '').map((passage) => [String(passage.hash), passage.text] as const),
  )

/** The words of passages, by their hash, read again from one observation of each. */
export async function passageTexts(
  sql: SqlEngine,
  hashes: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (hashes.length === 0) return new Map()
  const wanted = new Set(hashes)
  const rows = await sql.rows<{
    body: string
  }>(`select body from observation where observation_id in (
    select min(observation_id) from passage anti join ${withheldSubjectSql} using (subject_id)
    where hash in (${hashes.join(', ')}) group by hash)`)
  const all = rows.flatMap(({ body }) => passagesIn(JSON.parse(body) as Observation))
  return new Map(all.filter(([hash]) => wanted.has(hash)))
}

type Comparisons = PairExplanation['comparisons']

/** Comparisons of passages with their words in the place of hashes, which tell a reader nothing. */
export function inWords(comparisons: Comparisons, passages: readonly SharedPassage[]): Comparisons {
  const texts = new Map(passages.map(({ hash, text }) => [hash, text]))
  const words = (values: string | null): string | null => {
    const listed = values?.split(', ') ?? []
    if (listed.length > 1) return `${listed.length} passages`
    return texts.get(listed[0] ?? '') ?? (values === null ? null : 'a passage')
  }
  return comparisons.map((each) =>
    each.comparison === 'passage'
      ? { ...each, left: words(each.left), right: words(each.right) }
      : each,
  )
}
