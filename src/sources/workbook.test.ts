import { strToU8, zipSync } from 'fflate'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTestImport, type TestImport } from './import-fixture.ts'

let world: TestImport
beforeAll(async () => {
  world = await openTestImport()
})
afterAll(() => world.close())

const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const packages = 'http://schemas.openxmlformats.org/package/2006'

const cellXml = (cell: string | number, ref: string): string =>
  typeof cell === 'number'
    ? `<c r="${ref}" s="1"><v>${cell}</v></c>`
    : `<c r="${ref}" t="inlineStr"><is><t>${cell}</t></is></c>`

function sheetXml(rows: readonly (readonly (string | number)[])[]): string {
  const lines = rows.map((row, index) => {
    const cells = row.map((cell, at) =>
      cellXml(cell, `${String.fromCharCode(65 + at)}${index + 1}`),
    )
    return `<row r="${index + 1}">${cells.join('')}</row>`
  })
  return `<worksheet xmlns="${main}"><sheetData>${lines.join('')}</sheetData></worksheet>`
}

/** A workbook of sheets by name; numbers are shown as days. */
function workbook(
  sheets: Readonly<Record<string, readonly (readonly (string | number)[])[]>>,
  more: Readonly<Record<string, Uint8Array>> = {},
): Uint8Array {
  const names = Object.keys(sheets)
  const parts: Readonly<Record<string, string>> = {
    '[Content_Types].xml': `<Types xmlns="${packages}/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>`,
    '_rels/.rels': `<Relationships xmlns="${packages}/relationships"><Relationship Id="r" Type="${office}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    'xl/workbook.xml': `<workbook xmlns="${main}" xmlns:r="${office}"><sheets>${names.map((name, at) => `<sheet name="${name}" sheetId="${at + 1}" r:id="s${at}"/>`).join('')}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `<Relationships xmlns="${packages}/relationships">${names.map((_, at) => `<Relationship Id="s${at}" Type="${office}/worksheet" Target="worksheets/sheet${at + 1}.xml"/>`).join('')}<Relationship Id="st" Type="${office}/styles" Target="styles.xml"/></Relationships>`,
    'xl/styles.xml': `<styleSheet xmlns="${main}"><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14" applyNumberFormat="1"/></cellXfs></styleSheet>`,
    ...Object.fromEntries(
      names.map((name, at) => [`xl/worksheets/sheet${at + 1}.xml`, sheetXml(sheets[name] ?? [])]),
    ),
  }
  const bytes = Object.entries(parts).map(([name, text]) => [name, strToU8(text)] as const)
  return zipSync({ ...Object.fromEntries(bytes), ...more })
}

const header = ['Tracking Number', 'Employee ID', 'Shipped', 'Redirected']
const sheet = [
  ['Report of shipments'],
  [],
  header,
  ['T1', 'E-1', 45369, 'Yes'],
  [],
  ['T2', 'E-2', 'soon', 'No'],
]

test('a workbook is read as a table is, with titles above it, days as days and the numbers of its rows', async () => {
  const path = world.file('a.xlsx', workbook({ Shipments: sheet }))
  const report = await world.run([path], { source: 'acme' })
  expect(report.files[0]).toMatchObject({
    format: 'shipments',
    counts: { accepted: 1 },
    rejected: 1,
  })
  expect(world.rejected(report)).toMatchObject([{ line: 6, field: 'Shipped' }])
  const { event = [] } = await world.contents()
  expect(JSON.stringify(event)).toContain('2024-03-18')
  await world.empty()
})

test('without a word, the first sheet with rows is read', async () => {
  const path = world.file('b.xlsx', workbook({ Cover: [], Data: sheet }))
  expect(await world.run([path], { dryRun: true })).toMatchObject({ counts: { accepted: 1 } })
})

test.each([
  [
    'a ZIP archive of something else',
    zipSync({ 'a.txt': strToU8('x') }),
    /is a ZIP archive and no workbook/,
  ],
  ['a workbook that is cut short', workbook({ A: sheet }).subarray(0, 900), /damaged|ends early/],
  ['a workbook without rows', workbook({ A: [] }), /without rows/],
  ['a bomb', declaring(301 * 1024 * 1024), /unpacks to \d+ bytes, more than/],
  ['XML that is none', workbook({}, { 'xl/worksheets/sheet1.xml': strToU8('<a') }), /./],
])('%s is refused, and nothing is taken', async (_, bytes, reason) => {
  await expect(
    world.run([world.file('bad.xlsx', bytes)], { format: 'shipments', source: 'x' }),
  ).rejects.toThrow(reason)
  const { observation } = await world.contents()
  expect(observation).toEqual([])
})

/** A workbook with a megabyte of zeros beside its sheet, whose directory says that they are `size` bytes. */
function declaring(size: number): Buffer {
  const bytes = Buffer.from(workbook({ A: sheet }, { 'xl/big.xml': new Uint8Array(1_000_000) }))
  bytes.writeUInt32LE(size, bytes.lastIndexOf('xl/big.xml') - 46 + 24)
  return bytes
}

test('an archive that holds more than it says is refused', async () => {
  await expect(
    world.run([world.file('liar.xlsx', declaring(10))], { source: 'x' }),
  ).rejects.toThrow(/holds more/)
})
