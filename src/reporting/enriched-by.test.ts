import { expect, test } from 'vitest'
import { openEnrichment } from '../evidence/index.ts'
import { migrate, openEngine } from '../sql/index.ts'
import { enrichedBy } from './enriched-by.ts'

test('a report names the data sets of its facts and gives credit to those that were used', async () => {
  const sql = await openEngine(':memory:', { memory: '1GB', threads: 2 })
  try {
    await migrate(sql, 'migrations')
    const enrichment = openEnrichment()
    const fact = (name: string, dataSet: string) =>
      sql.run(`insert into fact by name
        select 1 as observation_id, 1 as subject_id, '${name}' as name, 'AA' as text, ${dataSet} as data_set`)
    await fact('ip.country', 'null')
    expect(await enrichedBy({ sql, enrichment })).toEqual([])
    await fact('phone.country', `'libphonenumber-js 1.0.0'`)
    const [plain = '', ...more] = await enrichedBy({ sql, enrichment })
    expect(more).toEqual([])
    expect(plain).toContain('data sets did: libphonenumber-js 1.0.0. ')
    expect(plain).not.toContain('Data:')
    // An earlier edition than the one in use has the same publisher.
    await fact('ip.network', `'hosting-networks 1 on asn 2025-01-01'`)
    const [credited = ''] = await enrichedBy({ sql, enrichment })
    expect(credited).toContain('hosting-networks 1 on asn 2025-01-01 and libphonenumber-js 1.0.0')
    expect(credited).toContain('IP Geolocation by DB-IP (https://db-ip.com)')
    expect(credited).toContain('routeviews.org')
    expect(await enrichedBy({ sql })).toHaveLength(1)
  } finally {
    sql.close()
  }
})
