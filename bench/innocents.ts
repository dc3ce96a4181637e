import { mkdtempSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { openEngine, quoteText } from '../src/sql/index.ts'
import { ringer, withScratch, worldFiles } from './judging.ts'
import { machine } from './measuring.ts'

/**
 * How many genuine people stand in one ring with somebody of the scheme, and through what: on the worlds of the
 * simulation with some seeds, and on worlds made by others. `node bench/innocents.ts [--seeds 1,2,3] [FOLDER…]`
 */
const { values, positionals } = parseArgs({
  options: { seeds: { type: 'string', default: '1,2,3' } },
  allowPositionals: true,
})

interface Innocents {
  readonly genuine: number
  readonly beside: number
  readonly named: number
  readonly among_themselves: number
  readonly through: string | null
}

const sql = (truth: string): string => `
  with person as (
    select m.identity_no, mode(t.label) as label
    from read_csv(${quoteText(truth)}, all_varchar = true) as t
    join subject as s on s.source = t.source and s.ref = t.ref
    join identity_member as m on m.subject_id = s.subject_id group by m.identity_no),
  standing as (
    select p.identity_no, p.label, r.ring, p.label in ('worker', 'facilitator') as scheme,
      coalesce(a.status, 'unassessed') <> 'unassessed' as named
    from person as p left join ring_member as r using (identity_no)
    left join assessment as a using (identity_no)),
  ring as (select ring, bool_or(scheme) as scheme, bool_or(label = 'genuine') as genuine
           from standing where ring is not null group by ring),
  beside as (select * from standing semi join (from ring where scheme) using (ring) where label = 'genuine'),
  through as (
    select distinct b.identity_no, unnest(from_json(l.reasons, '[{"comparison":"VARCHAR"}]')).comparison as what
    from beside as b
    join ring_link as l on b.identity_no in (l.left_identity, l.right_identity)
    join standing as o on o.identity_no = l.left_identity + l.right_identity - b.identity_no and o.scheme)
  select (select count(*) from standing where label = 'genuine') as genuine,
    (select count(*) from beside) as beside, (select count(*) from beside where named) as named,
    (select count(*) from ring where genuine and not scheme) as among_themselves,
    (select string_agg(what || ' ' || n, ', ' order by n desc, what)
     from (select what, count(*) as n from through group by what)) as through`

async function count(title: string, world: string, scratch: string): Promise<void> {
  const data = mkdtempSync(join(scratch, 'data-'))
  const { sources, evidence, truth } = worldFiles
  await ringer('run', '--data', data, join(world, sources), join(world, evidence))
  const store = await openEngine(join(data, 'ringer.duckdb'), { memory: '1GB', threads: 2 })
  const [found] = await store.rows<Innocents>(sql(join(world, truth)))
  store.close()
  const cells = [
    title,
    found?.genuine,
    found?.beside,
    found?.named,
    found?.through ?? '–',
    found?.among_themselves,
  ]
  console.log(`| ${cells.join(' | ')} |`)
}

console.log(machine())
console.log(
  '\n| world | genuine identities | in a ring with the scheme | of them suspected | through | groups of genuine people alone (households, friends) |\n|---|---|---|---|---|---|',
)
await withScratch(async (scratch) => {
  for (const folder of positionals) await count('made by others', folder, scratch)
  for (const seed of values.seeds.split(',').filter((text) => text !== '')) {
    const world = join(scratch, `world-${seed}`)
    await ringer('simulate', '--out', world, '--seed', seed)
    await count(`simulation, seed ${seed}`, world, scratch)
  }
})
