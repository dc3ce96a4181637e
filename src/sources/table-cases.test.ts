import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { openTestImport, type TestImport } from './import-fixture.ts'
import type { ImportOptions, ImportReport } from './index.ts'
import { readMapping } from './maps/mapping.ts'
import { suggestMap } from './maps/suggested-map.ts'

let world: TestImport
beforeAll(async () => {
  world = await openTestImport()
})
afterAll(() => world.close())
beforeEach(() => world.empty())

const reasons = (report: ImportReport): readonly string[] =>
  world.rejected(report).map(({ line, field, reason }) => `${line} ${field}: ${reason}`)

/** Suggests a map of a file, and reads the file with it as it is. */
async function suggested(path: string, options: ImportOptions = {}) {
  const map = await suggestMap(path)
  const mapping = readMapping(world.file('suggested.yaml', map))
  return { map, report: await world.run([path], { mapping, source: 's', ...options }) }
}

const people = [
  {
    id: '1',
    displayName: 'Ana Muster',
    homeEmail: 'ana@mail.example',
    mobilePhone: '+1 202 555 0143',
    hireDate: '2024-03-01',
    address: { city: 'Austin', country: 'US' },
  },
  {
    id: '2',
    displayName: 'Ben Muster',
    homeEmail: null,
    mobilePhone: '0000-00-00',
    hireDate: '0000-00-00',
  },
]

describe('a table with a column "id" is not taken for evidence', () => {
  const text =
    'id,name,email,phone,applied_at\n1,Ana Muster,ana@mail.example,+1 202 555 0143,2024-03-18\n2,Ben Muster,ben@mail.example,+1 202 555 0144,2024-03-19\n'

  test('it is one message, with its columns', async () => {
    const report = await world.run([world.file('t.csv', text)])
    expect(report.files[0]?.format).toBe('unknown')
    expect(reasons(report)).toEqual([
      '1 : is a table of no known format, with the columns id, name, email, phone, applied_at',
    ])
  })

  test('its suggested map reads it', async () => {
    const { report } = await suggested(world.file('t.csv', text))
    expect(report).toMatchObject({ rejected: 0, counts: { accepted: 2 } })
  })

  test.each([
    ['source,id,kind,at,subject.reff', 'is "subject.reff" meant? Rename the column.'],
    ['source,id,kind,at,subject.name', 'it has source, id, kind, at, subject.name'],
  ])('evidence with the columns %s is told which one is missing', async (header, advice) => {
    const path = world.file('e.csv', `${header}\nacme,1,application,2024-01-01T00:00:00Z,x\n`)
    const report = await world.run([path])
    expect(report.files[0]?.format).toBe('csv')
    expect(reasons(report)).toEqual([
      `1 : has no column "subject.ref", which every observation needs; ${advice}`,
    ])
  })
})

describe('JSON of no known format', () => {
  const pretty = JSON.stringify(
    { report: Object.fromEntries(people.map((each) => [each.id, each])) },
    null,
    1,
  )
  test.each([
    [
      'a list',
      JSON.stringify(people, null, 1),
      'id, displayName, homeEmail, mobilePhone, hireDate, address',
    ],
    ['a list under a key', JSON.stringify({ employees: people }), 'employees'],
    ['an object of many lines', pretty, 'report'],
    [
      'an object a line',
      people.map((each) => `${JSON.stringify(each)}\n`).join(''),
      'id, displayName, homeEmail, mobilePhone, hireDate, address',
    ],
  ])('%s is one message, with its keys', async (_, text, keys) => {
    const report = await world.run([world.file('x.json', text)])
    expect(reasons(report)).toEqual([`1 : is JSON of no known format, with the keys ${keys}`])
  })

  test('evidence as a list is told how to write it', async () => {
    const record = { source: 's', id: '1', kind: 'application', at: '2024-01-01T00:00:00Z' }
    const report = await world.run([
      world.file('e.json', JSON.stringify([record, record], null, 1)),
    ])
    expect(reasons(report)).toEqual([
      expect.stringMatching(/^1 : is evidence, but not one object per line; .*jq -c/),
    ])
  })

  test('one bad line before evidence costs only itself', async () => {
    const record = {
      source: 's',
      id: '1',
      kind: 'application',
      at: '2024-01-01T00:00:00Z',
      subject: { ref: 'r' },
    }
    const report = await world.run([world.file('e.ndjson', `{"a":1}\n${JSON.stringify(record)}\n`)])
    expect(report).toMatchObject({ rejected: 1, counts: { accepted: 1 } })
  })
})

describe('a map is suggested for JSON, and reads it', () => {
  const files = {
    'a list': JSON.stringify(people),
    'a list under a key': JSON.stringify({ employees: people }),
    'a list under two keys': JSON.stringify(
      { data: { employees: people }, meta: { total: 2 } },
      null,
      1,
    ),
    'one object a line': people.map((each) => `${JSON.stringify(each)}\n`).join(''),
  }

  test.each(Object.entries(files))('%s', async (_, text) => {
    const { map, report } = await suggested(world.file('people.json', text))
    expect(map).toContain('city: {column: address.city}')
    expect(map).toContain('when: {column: hireDate, filled: true}')
    expect(report).toMatchObject({ rejected: 0, counts: { accepted: 1 } })
    expect(Object.fromEntries(report.notTaken)).toMatchObject({
      'row with hireDate empty': 1,
      'hireDate "0000-00-00", no date': 1,
    })
    const { selector = [] } = await world.contents()
    expect(selector).toContainEqual(
      expect.objectContaining({ kind: 'phone', value: '+12025550143' }),
    )
  })

  test('a map that does not name the list finds it, and the import says so', async () => {
    const path = world.file(
      'people.json',
      JSON.stringify({ employees: people, departments: [{ id: 1 }] }),
    )
    const map = (await suggestMap(path)).replace(/^list:.*\n/m, '')
    const report = await world.run([path], {
      mapping: readMapping(world.file('m.yaml', map)),
      source: 's',
    })
    expect(report).toMatchObject({ rejected: 0, counts: { accepted: 1 } })
    expect(report.remarks).toEqual([
      { file: path, text: 'its rows are the list under "employees".' },
    ])
    expect(report.notTaken).toContainEqual(['departments', 1])
  })

  test('a row without a date is refused with the name of its column', async () => {
    const path = world.file('people.json', JSON.stringify(people, null, 1))
    const map = (await suggestMap(path)).replace(/ +when: .*\n/, '')
    const report = await world.run([path], {
      mapping: readMapping(world.file('m.yaml', map)),
      source: 's',
    })
    expect(reasons(report)).toEqual([
      '13 hireDate: "0000-00-00" stands for nothing, and "at" needs it',
    ])
  })
})

describe('a suggested map of sign-ins', () => {
  const portal = `Date (UTC),Request ID,User agent,Correlation ID,User ID,User,Username,User type,Application,IP address,Location,Status,Sign-in error code,Failure reason,Client app,Device ID,Operating System,Autonomous system  number
2025-01-09T09:41:00Z,r-1,Mozilla,c-1,u-1,Ana Muster,ana@acme.example,Member,Office 365,192.0.2.10,"Austin, Texas, US",Success,,Other.,Browser,d-1,Windows 10,64496
2025-01-09T09:45:00Z,r-2,Mozilla,c-2,u-2,Ben Muster,ben@acme.example,Member,Office 365,192.0.2.11,"Austin, Texas, US",Failure,50126,Invalid,Browser,,Windows 10,64496
`
  test('takes no failed ones, and the request’s own id', async () => {
    const { map, report } = await suggested(world.file('portal.csv', portal), { format: 'table' })
    expect(map).toContain('kind: sign_in')
    expect(map).toContain('when: {column: Status, is: ["Success"]}  # not: Failure')
    expect(map).toContain('id: {text: "sign_in/{Request ID}"}')
    expect(report).toMatchObject({ rejected: 0, counts: { accepted: 1 } })
    expect(report.notTaken).toContainEqual(['row with Status "Failure"', 1])
  })

  test.each([
    ['Result', ['SUCCESS', 'FAILURE'], 'is: ["SUCCESS"]}  # not: FAILURE'],
    ['Error code', ['0', '50126'], 'is: ["0"]}  # not: 50126'],
    ['Ergebnis', ['erfolgreich', 'fehlgeschlagen'], 'is: ["erfolgreich"]}  # not: fehlgeschlagen'],
    ['Résultat', ['succès', 'échec'], 'is: ["succès"]}  # not: échec'],
    ['Resultado', ['éxito', 'fallido'], 'is: ["éxito"]}  # not: fallido'],
    ['Status', ['Failure', 'Interrupted'], 'is: [FILL IN]}  # not: Failure, Interrupted'],
    ['Colour', ['red', 'blue'], '# A failed sign-in is no evidence of anybody.'],
  ])('whose column %s holds %j', async (name, words, expected) => {
    const rows = words.map(
      (word, index) =>
        `2024-03-18T09:0${index}:00Z,u${index}@acme.example,192.0.2.${index + 1},${word}\n`,
    )
    const map = await suggestMap(
      world.file('log.csv', `Time,Username,Client IP,${name}\n${rows.join('')}`),
    )
    expect(map).toContain(expected)
  })
})

describe('a suggested map of applicants', () => {
  test('takes their company for their employer, and leaves their title', async () => {
    const text =
      'id,first_name,last_name,company,title,created_at\n1,Ana,Muster,Former Employer Ltd,Engineer,2024-03-01T09:00:00Z\n2,Ben,Muster,Other Employer Ltd,Engineer,2024-03-02T09:00:00Z\n'
    const { map, report } = await suggested(world.file('ats.csv', text), {
      organization: 'acme.example',
    })
    expect(map).toContain('subject.claims.employers: {column: company')
    expect(map).not.toMatch(/^ +(organization\.name|role\.title):/m)
    expect(map).toMatch(/# {3}title \(the applicant’s present job/)
    expect(report).toMatchObject({ rejected: 0, counts: { accepted: 2 } })
    const { event = [] } = await world.contents()
    expect(event[0]).toMatchObject({ organization: 'acme.example', organization_name: null })
  })

  test('takes nobody else’s mailbox for theirs', async () => {
    const text =
      'Application ID,Candidate,Email,Recruiter Email,Referred by,Applied on\n1,Ana,ana@mail.example,r@acme.example,x@acme.example,2024-03-01\n'
    const map = await suggestMap(world.file('ats.csv', text))
    expect(map).toContain('subject.emails: {column: Email,')
    expect(map).toContain('#   Recruiter Email (about somebody else)')
    expect(map).toContain('#   Referred by (about somebody else)')
  })
})

describe('tables as European office programs write them', () => {
  const latin = (text: string): Buffer => Buffer.from(text, 'latin1')
  const staff =
    'sep=;\nPersonalnummer;Vorname;Nachname;Straße;Hausnummer;PLZ;Ort;Land;Eintrittsdatum;Zeitarbeitsfirma\n101;Jörg;Müller;Hauptstraße;5;50667;Köln;Deutschland;18.03.2024;\n102;Änne;Groß;Am Weg;12a;10115;Berlin;Deutschland;02.04.2024;Muster Personal\n'
  const parcels =
    'Sendungsnummer;Personalnummer;Empfänger;Versanddatum;Seriennummer\nZ-1;101;Jörg Müller;20.03.2024;SN-EXAMPLE-1\n'

  test('a shipped map reads separators, letters, dates, addresses and agencies', async () => {
    const path = world.file('personal.csv', latin(staff))
    const report = await world.run([path], { organization: 'acme.example' })
    expect(report).toMatchObject({ rejected: 0, notTaken: [], counts: { accepted: 2 } })
    expect(report.remarks.map(({ text }) => text)).toEqual([
      '"Eintrittsdatum" is read day first (d.M.yyyy): some of its days are above 12, and none reads month first.',
      'read as windows-1252: its bytes are no UTF-8. Where letters come out wrong, state encoding: in a map.',
    ])
    const bodies = await world.sql.rows<{ body: string }>(
      'select body from observation order by id',
    )
    expect(bodies.map(({ body }) => JSON.parse(body))).toMatchObject([
      {
        at: '2024-03-18T00:00:00Z',
        subject: {
          name: 'Jörg Müller',
          addresses: [{ kind: 'home', text: 'Hauptstraße 5, 50667 Köln', country: 'DE' }],
        },
      },
      { at: '2024-04-02T00:00:00Z', engagement: { via: 'Muster Personal' } },
    ])
  })

  test('the shipping list of the same employee numbers is of the same source, without a word', async () => {
    await world.run(
      [world.file('personal.csv', latin(staff)), world.file('versand.csv', latin(parcels))],
      {
        organization: 'acme.example',
      },
    )
    expect(await world.sql.rows('select source, ref from subject order by ref')).toEqual([
      { source: 'hris@acme.example', ref: '101' },
      { source: 'hris@acme.example', ref: '102' },
    ])
  })

  test('a list with ids of its own, and one that was a source before, stay apart', async () => {
    const own = world.file('own.csv', 'Tracking Number,Recipient ID,Shipped\nT1,101,2024-03-20\n')
    const report = await world.run([own], { organization: 'acme.example' })
    expect(report.declared).toMatchObject([{ source: 'shipments@acme.example' }])
    const again = await world.run([world.file('versand.csv', latin(parcels))], {
      organization: 'acme.example',
    })
    expect(again.declared).toEqual([])
    expect(await world.sql.rows('select distinct source from subject')).toEqual([
      { source: 'shipments@acme.example' },
    ])
  })

  const dated = (...dates: readonly string[]): string =>
    `Employee ID,Hire Date\n${dates.map((date, index) => `E-${index},${date}\n`).join('')}`

  test.each([
    ['day first', ['18/03/2024', '02/04/2024'], ['2024-03-18', '2024-04-02']],
    ['month first', ['03/18/2024', '04/02/2024'], ['2024-03-18', '2024-04-02']],
    [
      'day first beside dates of another form',
      ['18-03-2024', '2024-05-06'],
      ['2024-03-18', '2024-05-06'],
    ],
    ['undecided', ['03/04/2024', '05/06/2024'], []],
    ['contradictory', ['18/03/2024', '03/18/2024', '2024-05-06'], ['2024-05-06']],
    ['decided by a mark for no date', ['31/12/9999', '03/04/2024'], []],
  ])('a column of dates that is %s', async (_, dates, expected) => {
    await world.run([world.file('staff.csv', dated(...dates))])
    const rows = await world.sql.rows<{ day: string }>(
      'select happened_at::date::varchar as day from event order by 1',
    )
    expect(rows.map(({ day }) => day)).toEqual(expected)
  })

  test('an undecided column says what to do', async () => {
    const report = await world.run([world.file('staff.csv', dated('03.04.2024'))])
    expect(reasons(report)).toEqual([
      expect.stringMatching(
        /day and month may be either way round: state dates: dd\.MM\.yyyy or MM\.dd\.yyyy in a map$/,
      ),
    ])
  })

  test('a file with letters of two encodings is not guessed at', async () => {
    const both = Buffer.concat([
      Buffer.from('Employee ID,Full Name,Hire Date\nE-1,Jörg,2024-03-18\n'),
      latin('E-2,Jörg,2024-03-18\n'),
    ])
    const report = await world.run([world.file('both.csv', both)])
    expect(report.remarks).toEqual([])
    expect(reasons(report)).toEqual([expect.stringMatching(/^3 : is not UTF-8; /)])
  })

  test.each([';', ',', '\t', '|'])('evidence with the first line sep=%j is read', async (mark) => {
    const rows = [
      ['source', 'id', 'kind', 'at', 'subject.ref', 'role.title'],
      ['acme', '1', 'application', '2024-01-01T00:00:00Z', 'c1', '"a,b;c"'],
    ]
    const text = `\ufeffsep=${mark}\r\n${rows.map((row) => row.join(mark)).join('\r\n')}\r\n`
    const report = await world.run([world.file('e.csv', text)])
    expect(report).toMatchObject({ rejected: 0, counts: { accepted: 1 } })
  })
})
