import type { Effects } from '../effects.ts'
import { type LinkModel, linkTables } from '../linkage/index.ts'
import { Problem } from '../problem.ts'
import { nextNumber, quoteText, type SqlEngine } from '../sql/index.ts'
import { overriddenIdsSql } from './overridden-values.ts'
import { requireSigned } from './statements.ts'
import { withheldValueSql } from './withheld.ts'

/** A selector that many share, so that it proves nothing; or one of which a person has said whether it counts. */
export interface Hub {
  /** Of which question: same-person counts records (by name), same-hands counts identities. */
  readonly model: string
  readonly kind: string
  readonly detail: string
  readonly value: string
  readonly members: number
  /** False: it counts, however many share it, because a person said so. */
  readonly muted: boolean
  readonly reason: string
  /** Who said so; null: the rule of the model. */
  readonly author: string | null
  /** What the next linkage makes of it, where somebody has said something since the last one. */
  readonly next: 'muted' | 'counts' | 'as the rule says' | null
  /** The words of a passage, whose value is a hash; null for all others. */
  readonly text: string | null
}

/** What a person says of a selector: muted, it proves nothing; un-muted, it counts; null: as the rule says. */
export interface HubStatement {
  readonly kind: string
  readonly detail: string
  readonly value: string
  readonly author: string
  readonly reason: string
  readonly muted: boolean | null
}

/** A word on a selector that was said, and whether it holds. */
export interface HubJudgement extends HubStatement {
  readonly hub_judgement: number
  /** RFC 3339, UTC. */
  readonly said_at: string
  /** The last word on its selector, and not one that takes back. */
  readonly stands: boolean
}

const standing = `select *, row_number() over (
    partition by kind, detail, value order by hub_judgement_id desc) as age from hub_judgement_now`

/** `kind, detail, value, muted`: the overrides in force, in the normal forms in force. */
export const hubJudgementSql = `select kind, detail, value, muted from (${standing})
  where age = 1 and muted is not null`

/** The query of the overrides in force as the linkage takes them: `kind, value_id, muted`. */
export const overridesSql = async (sql: SqlEngine): Promise<string> =>
  `select kind, value_id, muted from (${hubJudgementSql})
   join ${await overriddenIdsSql(sql)} using (kind, detail, value)`

/** Every word on a selector that not only a real holder shows, in the order in which they were said. */
export const readHubJudgements = (sql: SqlEngine): Promise<HubJudgement[]> =>
  sql.rows(`select hub_judgement_id as hub_judgement, said_at, author, kind, detail, value, muted,
      age = 1 and muted is not null as stands, reason
    from (${standing}) where value not in ${withheldValueSql} order by hub_judgement_id`)

/**
 * Appends a word on a selector; it holds in every later run until another one on the same. Refuses to un-mute what so many share that comparing them all would stop the work.
 */
export async function judgeHub(
  sql: SqlEngine,
  statement: HubStatement,
  effects: Effects,
): Promise<{ readonly members: number }> {
  requireSigned(statement)
  const { kind, detail, value } = statement
  const [known] = await sql.rows<{
    members: number | null
  }>('select max(members) as members from hub where kind = $1 and detail = $2 and value = $3', [
    kind,
    detail,
    value,
  ])
  const members = known?.members ?? 0
  if (statement.muted === false && members > mostUnmuted) {
    throw new Problem(
      'invalid',
      `${kind} ${value} is shared by ${members}: more than ${mostUnmuted} are not compared with one another; ` +
        'judge the pairs that matter with `ringer judge`',
    )
  }
  const { author, reason, muted } = statement
  await sql.insert('hub_judgement', [
    {
      hub_judgement_id: await nextNumber(sql, 'hub_judgement'),
      said_at: effects.now().toISOString(),
      ...{ author, reason, kind, detail, value, muted },
    },
  ])
  return { members }
}

/** Every one of them is compared with one record of every other: a million pairs at most. */
const mostUnmuted = 1000

interface HubsOf {
  readonly model: LinkModel
  readonly prefix: string
  /** What records hold, as in the linkage; `among` is a table of the records' ids. */
  readonly keys: (among: string) => string
  /** Name of the id column of `among`. */
  readonly id: string
}

/** Brings the table `hub` up to date with what the linkage muted, in words. */
export async function listHubs(sql: SqlEngine, hubs: HubsOf): Promise<void> {
  const { model, prefix } = hubs
  const { value } = linkTables(prefix)
  const name = quoteText(model.name)
  await sql.run(
    `create or replace temp table hub_now as select key, value_id, members from ${value} where hub`,
  )
  const [count] = await sql.rows<{ any: boolean }>(
    `select exists (from hub_now) or exists (from hub where model = ${name}) as any`,
  )
  if (count?.any) await rewriteHubs(sql, hubs)
  await sql.run('drop table hub_now')
}

/** Writes those of `hub_now` in the place of what stood before. */
async function rewriteHubs(sql: SqlEngine, { model, prefix, keys, id }: HubsOf): Promise<void> {
  const { held } = linkTables(prefix)
  const name = quoteText(model.name)
  // The texts of new ones are read where one of their holders shows them.
  await sql.run(`create or replace temp table hub_holder as
    select key, value_id, min(record_id) as ${id} from ${held}
    semi join (from hub_now anti join (from hub where model = ${name}) using (key, value_id)) using (key, value_id)
    group by key, value_id`)
  await sql.run(`create or replace temp table hub_shown as ${keys('hub_holder')}`)
  const texts = model.keys.map(
    (key, at) => `select ${at} as key, value_id, kind,
        ${key.same_detail ? 'detail' : quoteText('')} as detail, value
      from hub_shown where kind = ${quoteText(key.kind)}`,
  )
  await sql.run(`create or replace temp table hub_text as
    select key, value_id, kind, detail, value from hub where model = ${name}
    union select t.* from (${texts.join(' union ')}) as t semi join hub_holder using (key, value_id)`)
  await sql.run(`delete from hub where model = ${name}`)
  await sql.run(`insert into hub
      (model, kind, detail, value, members, reason, muted_by, key, value_id)
    select ${name}, t.kind, t.detail, t.value, n.members, coalesce(j.reason, ${ruleReason}),
      j.author, n.key, n.value_id
    from hub_now as n join hub_text as t using (key, value_id)
    left join (from (${standing}) where age = 1 and muted) as j
      on j.kind = t.kind and j.detail = t.detail and j.value = t.value`)
  for (const table of ['hub_holder', 'hub_shown', 'hub_text']) {
    await sql.run(`drop table ${table}`)
  }
}

const ruleReason = `'shared by ' || n.members || ', more than proves anything'`
