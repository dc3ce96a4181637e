import { parse } from 'csv-parse/sync'
import { beforeAll, describe, expect, test } from 'vitest'
import { identitiesBySubject, refusal } from './judging-fixture.ts'
import { ringer, useFolder } from './process-testing.ts'
import { copySmallEvidence } from './world-fixture.ts'

const place = useFolder()
const data = ['--data', place('data')] as const
const signed = ['--by', 'ana', '--reason', 'the recruiter met both on one day'] as const
const pair = ['acme-ats/cand-881', "globex-ats/p 17's"] as const

beforeAll(async () => {
  await copySmallEvidence(place('data'))
})

describe('judge', () => {
  test('nothing said yet, as a table and as data', async () => {
    const table = await ringer('judge', '--list', ...data)
    expect(table).toEqual({ status: 0, out: 'Nobody has said anything of a pair yet.\n', news: '' })
    const lines = await ringer('judge', '--list', '--format', 'ndjson', ...data)
    expect(lines).toEqual({ status: 0, out: '', news: '' })
  })

  test('says what was recorded, what follows and how to take it back; and it follows', async () => {
    const before = await identitiesBySubject(data)
    expect(before[pair[0]]).toBe(before[pair[1]])
    const said = await ringer('judge', ...pair, 'different', ...signed, ...data)
    expect(said).toEqual({
      status: 0,
      out:
        `Recorded as judgement 1: ${pair.join(' and ')} are not the same presented person, says ana.\n` +
        'It holds from the next `ringer link` or `ringer run` on.\n' +
        `To take it back: ringer judge acme-ats/cand-881 'globex-ats/p 17'\\''s' unsure --by NAME --reason TEXT\n`,
      news: '',
    })
    const early = await ringer('explain', ...pair, ...data)
    expect(early.out).toMatch(
      /^A person has said: not the same .* It holds from the next `ringer link` on\.\n.* are one identity/,
    )
    expect(await ringer('run', ...data)).toMatchObject({ status: 0 })
    const after = await identitiesBySubject(data)
    expect(after[pair[0]]).not.toBe(after[pair[1]])
    const late = await ringer('explain', ...pair, ...data)
    expect(late.out).toMatch(
      /^A person has said: not the same presented person \(ana, \d{4}-\d\d-\d\d: "the recruiter met both on one day"\)\. This is what holds\.\n.* are two\.\n/,
    )
    const back = await ringer(
      'judge',
      ...pair,
      'unsure',
      '--by',
      'bea',
      '--reason',
      'the recruiter was mistaken',
      ...data,
    )
    expect(back.out).toMatch(
      /^Recorded as judgement 2: .* says bea\.\nIt takes the place of judgement 1: "different", said by ana on \S+\.\n/,
    )
    expect(await ringer('run', ...data)).toMatchObject({ status: 0 })
    const again = await identitiesBySubject(data)
    expect(again[pair[0]]).toBe(again[pair[1]])
  })

  test('lists every word ever said, and which stands', async () => {
    const { out } = await ringer('judge', '--list', '--format', 'csv', ...data)
    const rows = parse(out, { columns: true }) as Record<string, string>[]
    expect(
      rows.map((row) => [
        row['judgement'],
        row['author'],
        row['verdict'],
        row['right'],
        row['stands'],
      ]),
    ).toEqual([
      ['1', 'ana', 'different', pair[1], 'false'],
      ['2', 'bea', 'unsure', pair[1], 'false'],
    ])
    const table = await ringer('judge', '--list', ...data)
    expect(table.out).toMatch(
      /^no +said on +by +about +word +first +second +stands +reason\n 1 .* no +the recruiter met/,
    )
  })

  test('a word that contradicts others is refused, and named', async () => {
    const third = 'acme-ats/cand-902'
    await ringer('judge', ...pair, 'same', ...signed, ...data)
    await ringer('judge', pair[0], third, 'same', ...signed, ...data)
    const refused = await ringer('judge', pair[1], third, 'different', ...signed, ...data)
    expect(refused).toMatchObject({ status: 1, out: '' })
    expect(refused.news).toMatch(
      /^ringer: this contradicts what was said before: .* take one back with/,
    )
  })

  test.for([
    [['judge', ...pair], 'usage', /"" is no word on a pair: use same, different, unsure/],
    [['judge', ...pair, 'maybe', ...signed], 'usage', /"maybe" is no word on a pair/],
    [['judge', pair[0]], 'usage', /name two subjects .* or use --list/],
    [
      ['judge', ...pair, 'same', '--by', 'ana', '--reason', 'so'],
      'usage',
      /a reason of at least 20/,
    ],
    [
      ['judge', ...pair, 'same', '--reason', 'a reason that is long enough'],
      'usage',
      /who you are with --by/,
    ],
    [
      ['judge', ...pair, 'same', '--about', 'name', ...signed],
      'usage',
      /--about name: use person, hands/,
    ],
    [['judge', ...pair, 'same', '--about', 'hands', ...signed], 'usage', /is asked of identities/],
    [['judge', 'a', 'b/1', 'same', ...signed], 'usage', /"a" is neither a subject nor an identity/],
    [['judge', 'b/1', 'b/2', 'same', ...signed], 'not-found', /no subject b\/1 in an identity/],
    [['judge', '--list', 'b/2'], 'usage', /--list takes no operand/],
  ] as const)('%j is refused', async ([words, kind, message]) => {
    expect(await refusal([...words, ...data])).toMatchObject({
      kind,
      message: expect.stringMatching(message),
    })
  })
})
