import type { SqlEngine } from '../sql/index.ts'

/** A query of `subject_id`: those whose evidence was taken away or moved by the withdrawals after `last`. */
export const touchedSql = (last: number): string =>
  `select subject_id from withdrawal_touched where withdrawal_id > ${last}`

/** The number of the last withdrawal that changed evidence; 0 where there is none. */
export async function lastWithdrawal(sql: SqlEngine): Promise<number> {
  const [row] = await sql.rows<{ last: number }>(
    'select coalesce(max(withdrawal_id), 0) as last from withdrawal_touched',
  )
  return row?.last ?? 0
}

/** Stands where a person's words named or described what its source withdrew. */
export const erasedText = '(erased)'

/**
 * What people said of pairs and values, without the names and values of whoever was erased: a word on them stands
 * on nothing. That it was said, when, by whom and what stays. Run it before the linkage that follows a withdrawal.
 */
export async function forgetWithdrawn(sql: SqlEngine): Promise<void> {
  const gone = (side: string): string =>
    `${side} in (select subject_id from subject where ref is null)`
  for (const side of ['left', 'right']) {
    await sql.run(`update judgement set ${side}_given = '${erasedText}', reason = '${erasedText}'
      where ${gone(`${side}_subject`)} and ${side}_given <> '${erasedText}'`)
  }
  // A value that somebody else shows is not only theirs; one that nobody shows any more is forgotten with its word.
  const shown = `(select value from selector union select hash::varchar from passage)`
  await sql.run(`update hub_judgement set value = '${erasedText}', reason = '${erasedText}'
    where hub_judgement_id in (
      select hub_judgement_id from hub_judgement_now group by hub_judgement_id
      having not bool_or(value in ${shown}))`)
  await sql.run(`delete from hub_judgement_value where value not in ${shown}`)
}
