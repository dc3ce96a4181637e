import { parse } from 'csv-parse/sync'
import { beforeAll, describe, expect, test } from 'vitest'
import { refusal } from './judging-fixture.ts'
import { ringer, useFolder } from './process-testing.ts'
import { copySmallEvidence } from './world-fixture.ts'

const place = useFolder()
const data = ['--data', place('data')] as const
const signed = ['--by', 'ana', '--reason', 'the agency has closed its desk'] as const

beforeAll(async () => {
  await copySmallEvidence(place('data'))
})

const listed = async (...words: readonly string[]) => {
  const { out } = await ringer('hubs', '--format', 'csv', ...words, ...data)
  return (parse(out, { columns: true }) as Record<string, string>[]).map((row) =>
    ['model', 'kind', 'value', 'members', 'muted', 'author', 'next']
      .map((field) => row[field])
      .join(' '),
  )
}

describe('hubs', () => {
  test('are listed with how many share them and who said so', async () => {
    const { out, status, news } = await ringer('hubs', ...data)
    expect({ status, news }).toEqual({ status: 0, news: '' })
    expect(out).toMatch(
      /^selector +question +shared by +it +by +why\nemail:desk@agency\.example +same-person +14 +names +is muted +the rule +shared by 14, /,
    )
    expect(await listed()).toEqual(['same-person email desk@agency.example 14 true  '])
    expect(await listed('--model', 'same-hands')).toEqual([])
  })

  test('a selector is un-muted, muted and left to the rule again, by whoever says so', async () => {
    const said = await ringer(
      'hubs',
      '--unmute',
      'email:Desk+Jobs@Agency.example',
      ...signed,
      ...data,
    )
    expect(said).toEqual({
      status: 0,
      out:
        'Recorded: email:desk@agency.example counts, however many share it, says ana. Until now it is muted, shared by 14.\n' +
        'It holds from the next `ringer link` or `ringer run` on.\n' +
        'To take it back: ringer hubs --reset email:desk@agency.example --by NAME --reason TEXT\n',
      news: '',
    })
    await ringer('hubs', '--mute', 'phone:+1 (202) 555-0143', ...signed, ...data)
    expect(await ringer('link', ...data)).toMatchObject({ status: 0 })
    expect(await listed()).toEqual([
      'same-person email desk@agency.example 14 false ana ',
      "same-hands phone '+12025550143 2 true ana ",
      "same-person phone '+12025550143 2 true ana ",
    ])
    const back = await ringer('hubs', '--reset', 'phone:+12025550143', ...signed, ...data)
    expect(back.out).toMatch(
      /^Recorded: phone:\+12025550143 is again as the rule says, says ana\. Until now it is muted, shared by 2\.\n.*\n$/,
    )
    const table = await ringer('hubs', ...data)
    expect(table.out).toMatch(
      /phone:\+12025550143 +same-hands .* is muted; as the rule says from the next link +ana/,
    )
    await ringer('link', ...data)
    expect(await listed()).toEqual(['same-person email desk@agency.example 14 false ana '])
  })

  test('all that was ever said is kept', async () => {
    const { out } = await ringer('hubs', '--history', '--format', 'ndjson', ...data)
    const lines = out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(lines.map(({ value, muted, stands }) => [value, muted, stands])).toEqual([
      ['desk@agency.example', false, true],
      ['+12025550143', true, false],
      ['+12025550143', null, false],
    ])
    const table = await ringer('hubs', '--history', ...data)
    expect(table.out).toMatch(/ 3 .* phone:\+12025550143 +taken back +no +the agency/)
  })

  test.for([
    [
      ['--mute', 'telephone:1', ...signed],
      'usage',
      /no selector: .*kinds are account, address, device, email/,
    ],
    [
      ['--mute', 'phone:+1 202 555 0999', ...signed],
      'not-found',
      /no observation shows phone:\+12025550999/,
    ],
    [['--mute', 'phone:+1 202 555 0143'], 'usage', /who you are with --by/],
    [['--mute', 'phone:1', '--reset', 'phone:1'], 'usage', /use one of --mute, --unmute, --reset/],
    [
      ['--reset', 'email:nobody@mail.example', ...signed],
      'not-found',
      /nothing that was said of .* stands/,
    ],
    [['--mute', 'phone:1', '--format', 'csv', ...signed], 'usage', /--format goes with the list/],
    [['--model', 'same'], 'usage', /--model same: use same-person, same-hands/],
    [['--history', '--model', 'same-hands'], 'usage', /--history is of both models/],
  ] as const)('%j is refused', async ([words, kind, message]) => {
    expect(await refusal(['hubs', ...words, ...data])).toMatchObject({
      kind,
      message: expect.stringMatching(message),
    })
  })
})
