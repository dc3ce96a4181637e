import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTestImport, type TestImport } from '../import-fixture.ts'
import { readMapping } from './mapping.ts'
import { neverEvidence } from './never-evidence.ts'
import { suggestMap } from './suggested-map.ts'
import { dateFormatsOf, shapeOf } from './value-shapes.ts'

let world: TestImport
beforeAll(async () => {
  world = await openTestImport()
})
afterAll(() => world.close())

const rows = (line: (n: number) => string): string =>
  Array.from({ length: 9 }, (_, n) => line(n + 1)).join('')

const german =
  'Vorgangsnummer;Bewerbernummer;Vorname;Nachname;E-Mail;Telefon;Bewerbungsdatum;Straße;PLZ;Wohnort;Land;Homeoffice;Geburtsdatum;Profil;Bemerkung\n' +
  rows(
    (n) =>
      `V-${n};B-${n};Jörg;Muster${n};m${n}@mail.example;+49 30 555010${n};${n}.03.2024 09:41;Weg ${n};1011${n};Köln;Deutschland;${n % 2 ? 'ja' : 'nein'};0${n}.02.1990;https://github.com/dev-${n};x\n`,
  )

test('a suggestion that is filled in imports as it is', async () => {
  const path = world.file('liste.csv', Buffer.from(german, 'latin1'))
  const suggested = await suggestMap(path)
  expect(() => readMapping(world.file('first.yaml', suggested))).toThrow(
    /timezone: FILL IN is still to be decided/,
  )
  const filled = suggested.replace('timezone: FILL IN', 'timezone: Europe/Berlin')
  const mapping = readMapping(world.file('map.yaml', filled))
  const report = await world.run([path], { mapping, source: 'acme', organization: 'acme.example' })
  expect(report).toMatchObject({ rejected: 0, counts: { accepted: 9 } })
  expect(report.notTaken).toEqual([['Bemerkung', 9]])
  const { event = [], selector = [] } = await world.contents()
  expect(event).toHaveLength(9)
  const kinds = new Set(selector.map((row) => (row as { kind: string }).kind))
  expect([...kinds].sort()).toEqual([
    'email',
    'handle',
    'name',
    'national_number',
    'phone',
    'place',
  ])
  await world.empty()
})

test('it says what it found out about the file', async () => {
  const suggested = await suggestMap(world.file('liste.csv', Buffer.from(german, 'latin1')))
  expect(suggested).toContain('encoding: windows-1252')
  expect(suggested).toContain('delimiter: ";"')
  expect(suggested).toContain('date: "d.M.yyyy HH:mm"')
  expect(suggested).toMatch(/\{column: Geburtsdatum, because: .*age/)
  expect(suggested).toMatch(/Not taken[\s\S]*Bemerkung/)
})

const american = (last: string): string =>
  `Applicant No.,Application ID,Mail,Applied on\n1,a1,a@mail.example,03/04/2024\n2,a2,b@mail.example,${last}\n`

test('day and month that cannot be told apart are left to the user', async () => {
  const path = world.file('us.csv', american('05/06/2024'))
  const suggested = await suggestMap(path)
  expect(suggested).toContain('# at: {column: Applied on, date: "MM/dd/yyyy"}')
  expect(suggested).toContain('# at: {column: Applied on, date: "dd/MM/yyyy"}')
  expect(() => readMapping(world.file('us.yaml', suggested))).toThrow(/at is needed/)
  const decided = suggested.replace(
    '# at: {column: Applied on, date: "dd',
    'at: {column: Applied on, date: "dd',
  )
  const report = await world.run([path], {
    mapping: readMapping(world.file('us.yaml', decided)),
    source: 'us',
    dryRun: true,
  })
  expect(report).toMatchObject({ rejected: 0, counts: { accepted: 2 } })
})

test('one day above the twelfth tells them apart', async () => {
  const suggested = await suggestMap(world.file('us.csv', american('05/16/2024')))
  expect(suggested).toContain('      at: {column: Applied on, date: "MM/dd/yyyy"}')
})

test('a column of what is never evidence is ignored, whatever stands in it', async () => {
  const names = neverEvidence().flatMap(({ words, alone, unless }) => [
    ...words,
    ...alone,
    ...Object.keys(unless),
  ])
  const header = ['Candidate ID', ...names].map((name) => `"${name}"`).join(',')
  const cells = ['c1', ...names.map(() => 'x@mail.example')].join(',')
  const suggested = await suggestMap(world.file('never.csv', `${header}\n${cells}\n`))
  const record = suggested.slice(suggested.indexOf('records:'))
  expect(record).not.toContain('emails')
  for (const name of names) expect(record).not.toMatch(new RegExp(`\\b${name}\\b`, 'i'))
})

test('files that hold no table are refused', async () => {
  await expect(suggestMap(world.file('a.json', '[1, 2]'))).rejects.toThrow(/list of objects/)
  await expect(suggestMap(world.file('empty.csv', ''))).rejects.toThrow(/no line of column names/)
})

test.each([
  [['a@mail.example', 'b@mail.example; c@mail.example'], 'email'],
  [['+1 202 555 0143', '(202) 555-0144'], 'phone'],
  [['203.0.113.24', '2001:db8::1'], 'ip'],
  [['https://www.linkedin.com/in/x'], 'linkedin'],
  [['US', 'Germany'], 'country'],
  [['4711', '4712'], undefined],
  [['2024-03-18'], undefined],
  [[], undefined],
])('%j looks like %s', (cells, shape) => expect(shapeOf(cells)).toBe(shape))

test.each([
  [['2024-03-18', '2024-03-19T08:00:00Z'], ['iso']],
  [['03/04/2024'], ['MM/dd/yyyy', 'dd/MM/yyyy']],
  [['18 Mar 2024'], ['d MMM yyyy']],
  [['soon'], []],
])('%j may be written as %j', (cells, formats) => expect(dateFormatsOf(cells)).toEqual(formats))

test('an inventory of machines becomes reports of devices, with its remote-control tools', async () => {
  const machines = rows(
    (n) =>
      `LT-${n},SN-EXAMPLE-${n},u${n}@acme.example,2024-03-0${n}T10:00:00Z,AnyDesk;RustDesk,,macOS\n`,
  )
  const path = world.file(
    'inventory.csv',
    `Host,Serial No,User,Last Seen,Remote tools,KVM,OS\n${machines}`,
  )
  const mapping = readMapping(world.file('inventory.yaml', await suggestMap(path)))
  const report = await world.run([path], { mapping, source: 'acme-endpoint' })
  expect(report).toMatchObject({ rejected: 0, declared: [{ type: 'endpoint' }] })
  const { event = [], fact = [] } = await world.contents()
  expect(event[0]).toMatchObject({ kind: 'device' })
  expect(fact).toContainEqual(expect.objectContaining({ name: 'remote_admin.tools', items: 2 }))
  await world.empty()
})
