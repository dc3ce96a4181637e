import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readRecord } from '../../evidence/index.ts'
import { mapFields, objectParts } from './map-fields.ts'
import { readMapping, shippedMap, shippedMapNames } from './mapping.ts'
import { neverEvidence } from './never-evidence.ts'
import { placed } from './placed.ts'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'ringer-maps-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const head = 'title: T\ntype: ats\nrecords:\n  - kind: application\n    fields:\n'
const whole = `      id: {column: A}
      at: {column: B, date: yyyy-MM-dd}
      subject.ref: {column: C}
`

function read(text: string) {
  const path = join(folder, 'map.yaml')
  writeFileSync(path, text)
  return readMapping(path)
}

const withField = (line: string): string => `${head}${whole}      ${line}\n`

test('a small map is read', () => {
  const { records, needed } = read(`${head}${whole}`)
  expect(records[0]?.fields.map(({ field }) => field)).toEqual(['id', 'at', 'subject.ref'])
  expect(needed).toEqual([['A'], ['B'], ['C']])
})

test.each([
  [
    'a misspelt key',
    `${head.replace('title', 'titel')}${whole}`,
    /:1: titel: is not known here; did you mean title\?/,
  ],
  [
    'no type',
    `title: T\n${head.slice(head.indexOf('records'))}${whole}`,
    /type: .*expected one of/,
  ],
  ['a misspelt field', withField('subject.emial: {column: D}'), /:9: .*did you mean subject.email/],
  [
    'a misspelt part of a value',
    withField('subject.name: {colum: D}'),
    /:9: .*colum: is not known here; did you mean column\?/,
  ],
  [
    'a date without its format',
    head + whole.replace(', date: yyyy-MM-dd', ''),
    /:7: .*state the format of the date/,
  ],
  [
    'a time of day without a zone',
    head + whole.replace('yyyy-MM-dd', '"yyyy-MM-dd HH:mm"'),
    /:7: .*state its timezone/,
  ],
  [
    'a zone that there is not',
    head + whole.replace('yyyy-MM-dd', 'yyyy-MM-dd, timezone: Mars/Base'),
    /"Mars\/Base" is no time zone/,
  ],
  [
    'minutes for months',
    head + whole.replace('yyyy-MM-dd', 'yyyy-mm-dd'),
    /it needs a year, a month and a day/,
  ],
  [
    'a word outside of a closed list',
    withField('organization.ai: {value: some}'),
    /:9: .*"some": expected one of pure/,
  ],
  [
    'a kind of address that there is not',
    withField('subject.addresses: {kind: hom, text: {column: D}}'),
    /:9: .*expected one of home/,
  ],
  [
    'a kind of event that there is not',
    `${head}${whole}`.replace('application', 'aplication'),
    /:4: records\[0\].kind: expected one of application/,
  ],
  ['no stage', `${head}${whole}`.replace('application', 'interview'), /stage is needed/],
  [
    'an unknown fact',
    withField('facts.camera.stat: {column: D}'),
    /:9: .*knows no fact "camera.stat"/,
  ],
  [
    'an unknown indicator',
    withField('flags: {indicator: camera_refusa, when: {column: D, is: [x]}}'),
    /:9: .*did you mean camera_refusal\?/,
  ],
  ['a flag for every row', withField('flags: {indicator: camera_refusal}'), /say when it holds/],
  [
    'a list in a text',
    withField('subject.name: {column: D, split: ";"}'),
    /the field takes no list/,
  ],
  [
    'two sources of a value',
    withField('subject.name: {column: D, value: x}'),
    /write one of column/,
  ],
  [
    'what is left to be filled in',
    withField('stage: {value: FILL IN}'),
    /:9: .*still to be decided/,
  ],
  ['a column twice named', `${head}${whole}      id: {column: D}\n`, /:9: is not YAML/],
  ['no shipped map', 'like: workdai\n', /:1: like: is no shipped map; did you mean workday\?/],
])('%s is refused with its line', (_, text, reason) => {
  expect(() => read(text)).toThrow(reason)
})

test.each([
  ['facts.accent_or_english: {column: D}', /is never evidence: accent/],
  ['facts.nationality: {column: D}', /is never evidence: nationality/],
  ['facts.camera.state: {column: Gender}', /"Gender" is never evidence/],
  ['subject.claims.country: {column: Nationality}', /"Nationality" is never evidence/],
  ['subject.claims.city: {text: "{Place of birth}"}', /is never evidence/],
  ['flags: {indicator: gender_or_age, when: {column: D, is: [x]}}', /is never evidence/],
  [
    'flags: {indicator: camera_refusal, when: {column: Date of birth, is: [x]}}',
    /is never evidence/,
  ],
])('%s is refused', (line, reason) => {
  expect(() => read(withField(line))).toThrow(reason)
  const own = 'own: {facts: [accent_or_english, nationality], flags: [gender_or_age]}\n'
  expect(() => read(own + withField(line))).toThrow(reason)
})

test.each(neverEvidence().map(({ id }) => id))(
  '%s becomes no fact and no flag, even as one of your own',
  (id) => {
    expect(() => read(`own: {facts: [${id}]}\n${withField(`facts.${id}: {column: D}`)}`)).toThrow(
      'never evidence',
    )
    const flag = `flags: {indicator: ${id}, when: {column: D, is: [x]}}`
    expect(() => read(`own: {flags: [${id}]}\n${withField(flag)}`)).toThrow('never evidence')
  },
)

test('a year of birth and a name may support a link', () => {
  const text = withField('subject.claims.birth_year: {column: Year of birth}')
  expect(read(text).records[0]?.fields.at(-1)?.field).toBe('subject.claims.birth_year')
})

test('a map that is like a shipped one says only what differs', () => {
  const map = read(
    'like: workday\ntitle: Ours\nnames: {Candidate ID: Applicant No.}\ndates: dd/MM/yyyy\n',
  )
  const [record] = map.records
  const ref = record?.fields.find(({ field }) => field === 'subject.ref')
  expect(map.title).toBe('Ours')
  expect(ref?.content).toMatchObject({
    from: { columns: [['Applicant No.', 'Candidate ID', 'Candidate Reference ID']] },
  })
  expect(record?.fields.find(({ field }) => field === 'at')?.content).toMatchObject({
    date: ['dd/MM/yyyy'],
  })
})

describe('shipped maps', () => {
  test.each(shippedMapNames)('%s is read, and says by which columns it is told', (name) => {
    const map = shippedMap(name)
    expect(map.records.length).toBeGreaterThan(0)
    expect(map.recognise.length).toBeGreaterThan(1)
  })
})

const samples: Readonly<Record<string, unknown>> = {
  text: 'US',
  list: ['x'],
  number: 1990,
  truth: true,
  moment: '2024-01-01T00:00:00Z',
  handles: [{ service: 'github', value: 'x' }],
  devices: [{ kind: 'serial', value: 'x' }],
  accounts: [{ kind: 'bank', value: 'x' }],
  addresses: [{ kind: 'home', text: 'x', country: 'US' }],
  documents: [{ kind: 'resume', text: 'x', sha256: 'a'.repeat(64), phash: 'a'.repeat(16) }],
  references: [{ name: 'x', email: 'x', phone: 'x' }],
  flags: [{ indicator: 'x', note: 'x', by: 'x' }],
}
const closed: Readonly<Record<string, string>> = {
  ai: 'pure',
  industry: '62',
  work_mode: 'remote',
  type: 'employee',
}

test('every field of a map is one of the evidence format, and takes what the map thinks', () => {
  const values = Object.entries(mapFields).map(([field, type]) => {
    const value = closed[field.split('.').at(-1) ?? '']
    return [field, value ?? samples[type]] as const
  })
  const reading = readRecord(placed(new Map([['source', 's'], ['kind', 'application'], ...values])))
  expect(reading).toMatchObject({ record: 'observation', leftOut: [] })
  for (const { parts, one } of Object.values(objectParts))
    expect(parts).toEqual(expect.arrayContaining([...one]))
})
