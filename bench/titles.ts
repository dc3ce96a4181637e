import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'
import { parseArgs } from 'node:util'
import { createGunzip } from 'node:zlib'
import { z } from 'zod'
import { jobRoleOf, occupationOfTitle } from '../src/taxonomy/index.ts'

/**
 * How many of the job titles of evidence files have an occupation (SOC 2018) and a family, by distinct
 * title and by observation, from the title alone; and what is unmapped.
 * `node bench/titles.ts FILE…` (NDJSON, also in gzip)
 */
const { positionals } = parseArgs({ options: {}, allowPositionals: true })

const line = z.object({ role: z.object({ title: z.string() }) })

console.log('file | titles | with occupation | observations | with occupation | with family')
for (const file of positionals) {
  const titles = await titlesOf(file)
  const mapped = titles.filter(([title]) => occupationOfTitle(title) !== 'unmapped')
  const inFamily = titles.filter(([title]) => jobRoleOf(title).family !== 'unmapped')
  console.log(
    [
      file,
      titles.length,
      share(mapped.length, titles.length),
      weight(titles),
      share(weight(mapped), weight(titles)),
      share(weight(inFamily), weight(titles)),
    ].join(' | '),
  )
  const unmapped = titles.filter((of) => !mapped.includes(of))
  for (const [title, count] of unmapped) console.log(`  unmapped: ${title} (${count})`)
}

/** Distinct titles with the number of observations that give them, the most frequent first. */
async function titlesOf(file: string): Promise<readonly (readonly [string, number])[]> {
  const counts = new Map<string, number>()
  const bytes = createReadStream(file)
  const input = file.endsWith('.gz') ? bytes.pipe(createGunzip()) : bytes
  for await (const text of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
    const title = titleOf(text)
    if (title !== undefined) counts.set(title, (counts.get(title) ?? 0) + 1)
  }
  return [...counts].toSorted(([, a], [, b]) => b - a)
}

/** The title of an observation; undefined where a line gives none or is not readable. */
function titleOf(text: string): string | undefined {
  try {
    return line.safeParse(JSON.parse(text)).data?.role.title
  } catch {
    // The import counts and names what is not JSON; here it has no title.
    return undefined
  }
}

function weight(titles: readonly (readonly [string, number])[]): number {
  return titles.reduce((sum, [, count]) => sum + count, 0)
}

function share(part: number, whole: number): string {
  return whole === 0 ? '–' : `${((100 * part) / whole).toFixed(1)} %`
}
