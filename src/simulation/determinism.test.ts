import { createHash } from 'node:crypto'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { realEffects } from '../effects.ts'
import { type SimulationOptions, simulateWorld, writeWorld } from './index.ts'
import { readWorld } from './reading-back.ts'

const digest = (options: SimulationOptions): string => {
  const hash = createHash('sha256')
  for (const { file, line } of simulateWorld(options)) hash.update(`${file} ${line}\n`)
  return hash.digest('hex')
}

const small = { seed: 5, identities: 6, genuine: 60 }

describe('the same seed, the same bytes', () => {
  test('equal options give equal lines, another seed others', () => {
    expect(digest(small)).toBe(digest(small))
    expect(digest({ ...small, seed: 6 })).not.toBe(digest(small))
  })

  test('the files are the lines, and equal to the byte', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'simulation-'))
    const seen: number[] = []
    const effects = { ...realEffects, progress: ({ done }: { done: number }) => seen.push(done) }
    const written = await writeWorld(join(folder, 'a'), small, effects)
    await writeWorld(join(folder, 'b'), small, realEffects)
    const world = readWorld(small)
    for (const name of ['sources.ndjson', 'evidence.ndjson.gz', 'exposure.ndjson', 'truth.csv']) {
      const bytes = await readFile(join(folder, 'a', name))
      expect(bytes.equals(await readFile(join(folder, 'b', name)))).toBe(true)
      const text = name.endsWith('.gz') ? gunzipSync(bytes) : bytes
      const lines = world.files.get(name.replace('.gz', '')) ?? []
      expect(text.toString()).toBe(lines.map((line) => `${line}\n`).join(''))
    }
    const header = (await readFile(join(folder, 'a', 'evidence.ndjson.gz'))).subarray(0, 10)
    expect([...header.subarray(4, 8), header[9]]).toEqual([0, 0, 0, 0, 255])
    expect(written.observations).toBe(world.evidence.length)
    expect(written.subjects).toBe(world.truth.size)
    expect(seen.length).toBeGreaterThan(0)
    await rm(folder, { recursive: true })
  })

  test('stops when asked to', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'simulation-'))
    const asked = writeWorld(folder, small, { ...realEffects, stopping: () => true })
    await expect(asked).rejects.toThrow('stopped')
    await rm(folder, { recursive: true })
  })

  test('fifty million people are begun without being drawn', () => {
    let met = 0
    for (const { file } of simulateWorld({ seed: 1, identities: 5, genuine: 50_000_000 })) {
      if (file === 'evidence.ndjson') met += 1
      if (met === 500) break
    }
    expect(met).toBe(500)
  })

  test('a world without a scheme, and one without a crowd', () => {
    const crowd = readWorld({ seed: 1, identities: 0, genuine: 40 })
    const scheme = readWorld({ seed: 1, identities: 4, genuine: 0 })
    expect(new Set(crowd.known.map(({ label }) => label)).has('worker')).toBe(false)
    expect(new Set(scheme.known.map(({ label }) => label))).toEqual(
      new Set(['worker', 'facilitator']),
    )
    expect(() => [...simulateWorld({ ...small, genuine: -1 })]).toThrow('genuine -1')
  })
})
