import { closeSync, openSync, readSync } from 'node:fs'
import { Problem, reasonOf } from '../problem.ts'
import { quoteText, type SqlEngine, type SqlStep } from '../sql/index.ts'

const columns = ['source', 'ref', 'identity', 'ring', 'label'] as const
const labels = ['worker', 'facilitator', 'other_fraud', 'genuine'] as const

/**
 * Reads a truth file (CSV: source, ref, identity, ring, label) into the table `truth`, one row per
 * subject. A missing column, an unknown label or a subject that stands twice is a problem.
 */
export async function readTruth(sql: SqlEngine, path: string): Promise<void> {
  requireReadable(path)
  try {
    await sql.run(`create or replace temp table truth as
      select ${columns.join(', ')}
      from read_csv(${quoteText(withoutPattern(path))}, header = true, all_varchar = true,
                    nullstr = '', delim = ',', quote = '"', escape = '"')`)
  } catch (error) {
    const reason = reasonOf(error).split('\n')[0]
    throw new Problem(
      'invalid',
      `${path}: needs the columns ${columns.join(', ')} (${reason})`,
      error,
    )
  }
  await refuse(
    sql,
    `select rowid + 1 as place from truth where source is null or ref is null or identity is null`,
    (place) => `${path}: row ${place} lacks its source, ref or identity`,
  )
  await refuse(
    sql,
    `select label as place from truth
    where label is null or label not in (${labels.map(quoteText).join(', ')})`,
    (place) => `${path}: the label "${place}" is none of ${labels.join(', ')}`,
  )
  await refuse(
    sql,
    `select source || '/' || ref as place from truth
    group by source, ref having count(*) > 1`,
    (place) => `${path}: the subject ${place} stands twice`,
  )
}

/** A path is a pattern to the engine: what would be one is taken as it stands. */
const withoutPattern = (path: string): string => path.replace(/[*?[]/g, '[$&]')

function requireReadable(path: string): void {
  try {
    const file = openSync(path, 'r')
    // A folder opens like a file; only reading shows it.
    readSync(file, Buffer.alloc(1))
    closeSync(file)
  } catch (error) {
    throw new Problem(
      'not-found',
      `the truth file ${path} cannot be read: ${reasonOf(error)}`,
      error,
    )
  }
}

async function refuse(
  sql: SqlEngine,
  query: string,
  message: (place: string) => string,
): Promise<void> {
  const [found] = await sql.rows<{ place: string | number | null }>(
    `${query} order by place limit 1`,
  )
  if (found) throw new Problem('invalid', message(String(found.place ?? '')))
}

/**
 * Truth beside result. A subject of the truth that stands in no identity counts as an identity of its
 * own, so that leaving subjects out never helps.
 */
export const matchedSteps: readonly SqlStep[] = [
  {
    name: 'evaluated_subject',
    sql: `select t.identity as true_identity, t.ring as true_ring, t.label,
        coalesce(m.identity_no, -row_number() over (order by t.source, t.ref)) as identity_no
      from truth as t
      left join subject as s on s.source = t.source and s.ref = t.ref
      left join identity_member as m on m.subject_id = coalesce(s.moved_to, s.subject_id)`,
  },
  {
    // Of each true identity the found one that holds most of its subjects.
    name: 'evaluated_identity',
    sql: `select true_identity, min(true_ring) as true_ring, min(label) as label,
        arg_max(identity_no, (subjects, -identity_no)) as identity_no
      from (select true_identity, identity_no, min(true_ring) as true_ring,
                   min(label) as label, count(*) as subjects
            from evaluated_subject group by true_identity, identity_no)
      group by true_identity`,
  },
  {
    // Of each found identity the label that most of its subjects have; ties go to the worse finding
    // for us: genuine before other fraud before the scheme.
    name: 'evaluated_finding',
    sql: `select e.identity_no, e.label, coalesce(a.status, 'unassessed') as status, a.scheme, a.likelihood,
        case when a.scheme is null then 'none'
             when a.scheme > a.other_fraud and a.scheme > a.genuine then 'scheme'
             when a.other_fraud > a.genuine then 'other_fraud' else 'genuine' end as hypothesis
      from (select identity_no, label from
              (select identity_no, label, count(*) as subjects
               from evaluated_subject group by identity_no, label)
            qualify row_number() over (partition by identity_no
              order by subjects desc, list_position(['genuine', 'other_fraud'], label) nulls last,
                       label) = 1) as e
      left join assessment as a on a.identity_no = e.identity_no`,
  },
]
