import { type LinkModel, linkTables } from '../linkage/index.ts'
import { quoteText, type SqlEngine } from '../sql/index.ts'
import type { Hub } from './hubs.ts'
import { overriddenIdsSql } from './overridden-values.ts'
import { requireLinkTables } from './places.ts'
import { passageTexts } from './shared-passages.ts'
import { withheldValueSql } from './withheld.ts'

/** One of the two questions: its model and the prefix of its tables. */
export interface Question {
  readonly model: LinkModel
  readonly prefix: string
}

/** Passages whose words are read again, the most shared: each costs an observation. */
const mostTexts = 200

/** Every selector that is muted, and every one of which a person has said whether it counts; the most shared first. */
export async function readHubs(sql: SqlEngine, questions: readonly Question[]): Promise<Hub[]> {
  await requireLinkTables(sql)
  const hubs = await listed(sql, questions)
  const passages = hubs.filter(({ kind }) => kind === 'passage').slice(0, mostTexts)
  const texts = await passageTexts(
    sql,
    passages.map(({ value }) => value),
  )
  return hubs.map((hub) => ({
    ...hub,
    text: hub.kind === 'passage' ? (texts.get(hub.value) ?? null) : null,
  }))
}

async function listed(
  sql: SqlEngine,
  questions: readonly Question[],
): Promise<Omit<Hub, 'text'>[]> {
  const ids = await overriddenIdsSql(sql)
  return sql.rows(`
    with word as (
      select kind, detail, value, muted, author, reason,
        hub_judgement_id > (select coalesce(max(last_hub_judgement), 0) from link_run) as fresh
      from hub_judgement_now qualify row_number() over (
        partition by kind, detail, value order by hub_judgement_id desc) = 1),
    said as (
      select model, kind, detail, value, muted, author, reason, fresh, max(members) as members
      from (${questions.flatMap((question) => saidSql(question, ids)).join(' union all ')}) group by all),
    known as (
      select model, kind, detail, value, coalesce(h.members, s.members)::integer as members,
        coalesce(h.members > 0, s.muted and not s.fresh, false) as muted, s.muted as word, s.fresh,
        coalesce(s.reason, h.reason) as reason, coalesce(s.author, h.muted_by) as author,
        h.members is not null as listed, h.muted_by is not null as by_person
      from hub as h full join (from said where muted is not null or fresh) as s
        using (model, kind, detail, value))
    select model, kind, detail, value, members, muted, reason, author,
      case when not coalesce(fresh, by_person and word is null) then null
        when word is null then 'as the rule says'
        when word <> muted then case when word then 'muted' else 'counts' end end as next
    from known where (listed or word is not null or fresh) and value not in ${withheldValueSql}
    order by members desc, model, kind, detail, value`)
}

/** What was said, as far as some record of the question holds it, with how many share it. */
const saidSql = ({ model, prefix }: Question, ids: string): readonly string[] => {
  const t = linkTables(prefix)
  return model.keys.map(
    (key, at) => `
    select ${quoteText(model.name)} as model, w.* exclude (value_id), coalesce(v.members, 1) as members
    from (from word join ${ids} using (kind, detail, value) where kind = ${quoteText(key.kind)}) as w
    semi join ${t.held} as h on h.value_id = w.value_id and h.key = ${at}
    left join ${t.value} as v on v.value_id = w.value_id and v.key = ${at}`,
  )
}
