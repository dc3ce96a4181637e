import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { ringer, useFolder } from './process-testing.ts'

const place = useFolder()

async function simulated(name: string, seed: string): Promise<readonly string[]> {
  const small = ['--identities', '3', '--genuine', '12', '--seed', seed]
  const ran = await ringer('simulate', '--out', place(name), ...small)
  expect(ran.status, ran.news).toBe(0)
  const [head, ...files] = ran.out.trimEnd().split('\n')
  expect(head).toMatch(/^[\d,]+ observations of [\d,]+ subjects:$/)
  expect(files).toEqual(
    ['sources.ndjson', 'evidence.ndjson.gz', 'exposure.ndjson', 'truth.csv'].map((file) =>
      place(`${name}/${file}`),
    ),
  )
  expect(ran.news).toMatch(/^Next: `ringer run /)
  expect(readdirSync(place(name))).toHaveLength(4)
  return files.map((file) => readFileSync(file, 'latin1'))
}

test('the same seed gives the same bytes, another one another world', async () => {
  const [one, same, other] = await Promise.all([
    simulated('one', '5'),
    simulated('same', '5'),
    simulated('other', '6'),
  ])
  expect(same).toEqual(one)
  expect(other[1]).not.toBe(one[1])
})
