import type { Enrichment } from '../evidence/index.ts'
import type { SqlEngine } from '../sql/index.ts'
import { listed } from './wording.ts'

interface Enriched {
  readonly sql: SqlEngine
  readonly enrichment?: Pick<Enrichment, 'dataSets'>
}

/** One line of method where facts in the store are ours: by which data sets, with the credit that they ask for. */
export async function enrichedBy({ sql, enrichment }: Enriched): Promise<readonly string[]> {
  const used = await sql.rows<{ data_set: string }>(
    'select distinct data_set from fact where data_set is not null order by data_set',
  )
  if (used.length === 0) return []
  const names = used.map(({ data_set: name }) => name)
  // Facts may have been made with an earlier edition than the one in use: the name is without its date.
  const credits = (enrichment?.dataSets() ?? []).flatMap(({ name, credit }) =>
    credit !== null && names.some((text) => text.split(' ').includes(name))
      ? credit.split('; ')
      : [],
  )
  const thanks = credits.length === 0 ? '' : ` Data: ${[...new Set(credits)].join('; ')}.`
  return [
    `Where a source did not say the country or network of an address, the country of a phone number or whether a mailbox is disposable, data sets did: ${listed(names)}. They tell where a network is registered, not where a person is.${thanks}`,
  ]
}
