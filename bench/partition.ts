import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { measure } from './measuring.ts'

/**
 * Imports one world (a folder with sources.ndjson and evidence.ndjson.gz) in several ways and compares
 * the partitions into identities: as it is, twice, backwards, in pieces, and killed in the middle and
 * imported again. `node bench/partition.ts FOLDER`
 */
const [folder = '.'] = process.argv.slice(2)
const main = new URL('../src/cli/ringer.js', import.meta.url).pathname
const scratch = mkdtempSync(join(tmpdir(), 'ringer-bench-'))
const sources = join(folder, 'sources.ndjson')
const evidence = join(folder, 'evidence.ndjson.gz')
const lines = gunzipSync(readFileSync(evidence)).toString('utf8').trimEnd().split('\n')

const ringer = async (...words: readonly string[]): Promise<string> =>
  (await measure(process.execPath, [main, ...words])).output

/** A fingerprint of the partition that does not depend on names or order. */
async function partitionOf(data: string): Promise<string> {
  await ringer('run', '--data', data)
  const listed = await ringer('identities', '--data', data, '--format', 'ndjson')
  const groups = listed
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as { subjects: { source: string; ref: string }[] })
    .map(({ subjects }) =>
      subjects
        .map(({ source, ref }) => `${source}/${ref}`)
        .sort()
        .join('\n'),
    )
  const digest = createHash('sha256').update(groups.sort().join('\n\n')).digest('hex').slice(0, 16)
  return `${digest} (${groups.length} identities)`
}

function written(name: string, part: readonly string[]): string {
  const path = join(scratch, name)
  writeFileSync(path, `${part.join('\n')}\n`)
  return path
}

/** Kills the import with SIGKILL after some milliseconds. */
function killedImport(data: string, afterMs: number): Promise<void> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [main, 'import', '--data', data, sources, evidence])
    setTimeout(() => child.kill('SIGKILL'), afterMs)
    child.on('close', () => resolve())
  })
}

const newData = (): string => mkdtempSync(join(scratch, 'data-'))
const inPieces = Array.from({ length: 7 }, (_, piece) =>
  written(
    `piece-${piece}.ndjson`,
    lines.filter((_line, at) => at % 7 === piece),
  ),
)
const ways: readonly (readonly [string, (data: string) => Promise<unknown>])[] = [
  ['as it is', (data) => ringer('import', '--data', data, sources, evidence)],
  [
    'twice',
    async (data) => {
      await ringer('import', '--data', data, sources, evidence)
      await ringer('import', '--data', data, sources, evidence)
    },
  ],
  [
    'backwards, sources last',
    (data) =>
      ringer('import', '--data', data, written('backwards.ndjson', lines.toReversed()), sources),
  ],
  [
    'in seven pieces',
    (data) => ringer('import', '--data', data, ...inPieces.toReversed(), sources),
  ],
  [
    'killed three times, then again',
    async (data) => {
      for (const afterMs of [900, 1400, 2200]) await killedImport(data, afterMs)
      await ringer('import', '--data', data, sources, evidence)
    },
  ],
]
try {
  for (const [title, importAll] of ways) {
    const data = newData()
    await importAll(data)
    console.log(`${title.padEnd(32)} ${await partitionOf(data)}`)
  }
} finally {
  rmSync(scratch, { recursive: true, force: true })
}
