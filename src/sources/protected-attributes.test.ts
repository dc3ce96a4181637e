import { createHash } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { observationLine, openTestImport, type TestImport } from './import-fixture.ts'
import { readMapping } from './maps/mapping.ts'

let world: TestImport
beforeAll(async () => {
  world = await openTestImport()
})
afterAll(() => world.close())
beforeEach(() => world.empty())

describe('a note that mentions a protected attribute', () => {
  const flags = [
    { indicator: 'camera_refusal', note: 'strong Korean accent', by: 'kim' },
    { indicator: 'own_cv_contradiction', note: 'two employers at a time' },
  ]
  const path = () =>
    world.file('notes.ndjson', `${observationLine('1')}\n${observationLine('2', { flags })}\n`)

  test('is removed, the flag is kept, and the line is named', async () => {
    const report = await world.run([path()])
    expect(report).toMatchObject({ rejected: 0, counts: { accepted: 2 } })
    expect(report.removedNotes).toEqual({
      count: 1,
      first: [{ file: expect.stringContaining('notes.ndjson'), line: 2, field: 'flags[0].note' }],
    })
    const { flag, observation } = await world.contents()
    expect(flag).toMatchObject([
      { indicator: 'camera_refusal', note: null, noticed_by: 'kim' },
      { indicator: 'own_cv_contradiction', note: 'two employers at a time' },
    ])
    expect(JSON.stringify(observation)).not.toContain('Korean')
  })

  test('is removed beside a published value too, and the value is kept', async () => {
    const published = {
      kind: 'publication',
      subject: { ref: '3', emails: ['p@mail.example'] },
      facts: { 'published.comment': 'claims Korean nationality' },
    }
    const report = await world.run([world.file('feed.ndjson', observationLine('3', published))])
    expect(report.removedNotes.first).toMatchObject([{ field: 'facts.published.comment' }])
    const { selector, observation } = await world.contents()
    expect(selector).toMatchObject([{ kind: 'email', value: 'p@mail.example' }])
    expect(JSON.stringify(observation)).not.toContain('Korean')
  })

  test('is not in what the hash is of, so the same file changes nothing', async () => {
    await world.run([path()])
    expect((await world.run([path()])).counts).toMatchObject({ accepted: 0, known: 2 })
    const rows = await world.sql.rows<{ body: string; content_hash: string }>(
      'select body, content_hash from observation',
    )
    for (const { body, content_hash } of rows)
      expect(content_hash).toBe(createHash('sha256').update(body).digest('hex'))
  })
})

const mapOf = (more: string): string => `title: T
type: verification
${more}
records:
  - kind: application
    fields:
      id: {text: "m/{Check ID}"}
      subject.ref: {column: Candidate ID}
      at: {column: Checked, date: iso}
`

test('the case known-facts: a known fact whose column speaks of an account’s age', async () => {
  const map = `${mapOf('')}      facts.email.age_days: {column: GitHub Account Days, as: number}\n`
  const path = world.file(
    'checks.csv',
    'Check ID,Candidate ID,Checked,GitHub Account Days\n1,c-1,2024-03-18,12\n',
  )
  const report = await world.run([path], {
    mapping: readMapping(world.file('map.yaml', map)),
    source: 's',
  })
  expect(report).toMatchObject({ rejected: 0, counts: { accepted: 1 }, notTaken: [] })
  expect((await world.contents())['fact']).toMatchObject([{ name: 'email.age_days', number: 12 }])
})

describe('an override', () => {
  const because = 'the country in which the employer is registered'
  const overridden = mapOf(`own: {facts: [employer.register]}
not_protected: [{column: Company nationality, because: ${because}}]`)
  const field = '      facts.employer.register: {column: Company nationality}\n'
  const read = (text: string) => readMapping(world.file('map.yaml', text))

  test('of a name that says something else is told at the import and kept in its record', async () => {
    const path = world.file(
      't.csv',
      'Check ID,Candidate ID,Checked,Company nationality\n1,c,2024-03-18,FR\n',
    )
    const report = await world.run([path], { mapping: read(overridden + field), source: 's' })
    const text = `the map says that "Company nationality" is no protected attribute: ${because}`
    expect(report.remarks).toEqual([{ file: path, text }])
    expect(await world.sql.rows('select remarks from import_run')).toEqual([{ remarks: [text] }])
  })

  test('is needed for such a column', () => {
    const without = overridden.replace(/not_protected.*/, '')
    expect(() => read(without + field)).toThrow(
      /"Company nationality" is never evidence.*not_protected/,
    )
  })

  test.each(['nationality', 'Age', 'Candidate age (years)', 'visa status', 'Geburtsdatum'])(
    'never lets "%s" through',
    (name) => {
      const text =
        overridden.replace('Company nationality', name) + field.replace('Company nationality', name)
      expect(() => read(text)).toThrow(/names a protected attribute and nothing else/)
    },
  )

  test('never lets a fact of such a name through', () => {
    const text = `${mapOf('own: {facts: [nationality]}\nnot_protected: [{fact: nationality, because: x}]')}      facts.nationality: {column: X}\n`
    expect(() => read(text)).toThrow(/nothing overrides that/)
  })

  test('that nothing needs is a slip', () => {
    expect(() => read(overridden.replace('Company nationality', 'Account age'))).toThrow(
      /is not refused/,
    )
  })
})
