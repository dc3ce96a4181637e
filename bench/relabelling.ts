import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'
import { parseArgs } from 'node:util'
import { createGunzip } from 'node:zlib'
import { realEffects } from '../src/effects.ts'
import type { Observation } from '../src/evidence/index.ts'
import { compareRenamed, openFirst, openWorld } from '../test/relabelled-worlds.ts'
import { type Draw, drawRenaming, renamed, vocabularyOf } from '../test/renaming.ts'
import type { TestSystem } from '../test/test-system.ts'
import { machine } from './measuring.ts'

/**
 * Renames all names, cities, schools, languages and countries of a world one to one and holds every finding and
 * every status against those of the world as it is. `node bench/relabelling.ts [--seed N] EVIDENCE…`, plain or
 * gzip; declarations of sources among the lines stay as they are.
 */
const { values, positionals } = parseArgs({
  options: { seed: { type: 'string', default: '1' } },
  allowPositionals: true,
})

/** Numerical Recipes' linear congruential generator: enough to shuffle words, the same on every machine. */
function openDraw(seed: number): Draw {
  let state = seed >>> 0
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}

const declarations: string[] = []
const observations: Observation[] = []
for (const path of positionals) {
  const file = createReadStream(path)
  const input = path.endsWith('.gz') ? file.pipe(createGunzip()) : file
  for await (const line of createInterface({ input })) {
    if (line.trim() === '') continue
    const record = JSON.parse(line) as Observation
    if (record.subject === undefined) declarations.push(line)
    else observations.push(record)
  }
}
if (observations.length === 0) throw new Error('name files of evidence')

const vocabulary = vocabularyOf(observations)
const renaming = drawRenaming(vocabulary, openDraw(Number(values.seed)))
const [names, cities, schools, languages, places] = vocabulary.classes.map(({ length }) => length)
console.log(machine())
console.log(
  `\n${observations.length} observations; renamed: ${names} words of names, ${cities} of cities, ${schools} of schools, ` +
    `${languages} languages, ${places} names of countries in texts, ${vocabulary.countries.length} codes of countries`,
)

const first = await openFirst({ declarations, observations })
const { identities, findings, differences } = await compareRenamed(first, renaming)
console.log(
  `\nIdentities held fixed: ${identities} identities, ${findings} findings compared, ${differences.length} differences`,
)
for (const difference of differences.slice(0, 10)) console.log(`  ${difference.slice(0, 600)}`)

/** By subject: who else stands in its identity, and its status. */
async function standingsOf({ sql }: TestSystem): Promise<ReadonlyMap<string, readonly string[]>> {
  const rows = await sql.rows<{ subject: string; fellows: string; status: string }>(`
    with member as (select m.identity_no, s.source || '/' || s.ref as subject
      from identity_member as m join subject as s using (subject_id))
    select subject, a.status, md5(string_agg(subject, ' ' order by subject)
      over (partition by identity_no)) as fellows
    from member join assessment as a using (identity_no)`)
  return new Map(rows.map(({ subject, fellows, status }) => [subject, [fellows, status]]))
}

const before = await standingsOf(first.system)
await first.system.close()
const second = await openWorld({
  declarations,
  observations: observations.map((each) => renamed(each, renaming)),
})
await second.link()
await second.assessment.assess(realEffects)
const after = await standingsOf(second)
await second.close()
const changed = (at: number): number =>
  [...before].filter(([subject, standing]) => after.get(subject)?.[at] !== standing[at]).length
console.log(
  `\nIdentities formed anew from the renamed evidence, for comparison (names support links, so this may differ): of ` +
    `${before.size} subjects ${changed(0)} have other fellows in their identity, ${changed(1)} another status`,
)
