import { AddressParser } from '@sroussey/parse-address'
import { type AddressPair, comparePair, pairFiles, readPairs } from '../test/addresses/pairs.ts'

/**
 * How well addresses that mean one place are told to be it, on labeled pairs (test/addresses): precision and recall of
 * "same place" and of "same unit", by country, and for the United States beside a published parser of its addresses.
 * `node bench/addresses.ts [--wrong] [FILE…]`; `--wrong` lists the pairs that come out otherwise than labeled.
 */

const args = process.argv.slice(2)
const files = args.filter((arg) => !arg.startsWith('--'))
const isListing = args.includes('--wrong')

for (const file of files.length > 0 ? files : pairFiles) {
  const pairs = readPairs(file)
  const compared = pairs.map((pair) => ({ ...pair, ...comparePair(pair) }))
  console.log(`\n${file.split('/').at(-1)}: ${pairs.length} pairs`)
  const countries = Map.groupBy(compared, ({ country }) => country)
  const groups = [
    ['all', compared] as const,
    ...[...countries].sort(([, a], [, b]) => b.length - a.length),
  ]
  console.log('country  pairs  place precision  recall   unit precision  recall')
  for (const [country, rows] of groups) {
    const place = rates(rows.map((row) => [row.isPlace, row.place === 'same']))
    const unit = rates(rows.map((row) => [row.isUnit, row.place === 'same' && row.unit === 'same']))
    console.log(
      [
        country.padEnd(7),
        String(rows.length).padStart(6),
        ...[place, unit].flatMap(({ precision, recall }) => [
          precision.padStart(13),
          recall.padStart(10),
        ]),
      ].join(''),
    )
  }
  tellParser(pairs.filter(({ country }) => country === 'US'))
  if (isListing) for (const row of compared) tellWrong(row)
}

/** The same question put to the parser: every part of the house equal, and every part of the flat. */
function tellParser(pairs: readonly AddressPair[]): void {
  const parser = new AddressParser()
  const read = (text: string): Readonly<Record<string, unknown>> | null =>
    parser.parseLocation(text.replaceAll('\n', ', '))
  const equal = (parts: readonly string[], { left, right }: AddressPair): boolean => {
    const [one, other] = [read(left), read(right)]
    if (one === null || other === null) return false
    return parts.every(
      (part) => String(one[part] ?? '').toLowerCase() === String(other[part] ?? '').toLowerCase(),
    )
  }
  const house = ['number', 'prefix', 'street', 'type', 'suffix', 'city', 'state']
  const place = rates(pairs.map((pair) => [equal(house, pair), pair.place === 'same']))
  const unit = rates(
    pairs.map((pair) => [
      equal([...house, 'sec_unit_num'], pair),
      pair.place === 'same' && pair.unit === 'same',
    ]),
  )
  const columns = [place, unit].flatMap(({ precision, recall }) => [
    precision.padStart(13),
    recall.padStart(10),
  ])
  console.log(`US, by parse-address ${columns.join('')}`)
}

function rates(rows: readonly (readonly [said: boolean, isTrue: boolean])[]) {
  const count = (said: boolean, isTrue: boolean) =>
    rows.filter(([a, b]) => a === said && b === isTrue).length
  const [hit, wrong, missed] = [count(true, true), count(true, false), count(false, true)]
  const share = (of: number, all: number) =>
    all === 0 ? '–' : `${(of / all).toFixed(3)} (${of}/${all})`
  return { precision: share(hit, hit + wrong), recall: share(hit, hit + missed) }
}

function tellWrong(row: AddressPair & ReturnType<typeof comparePair>): void {
  const isSamePlace = row.place === 'same'
  const isSameUnit = isSamePlace && row.unit === 'same'
  if (row.isPlace === isSamePlace && row.isUnit === isSameUnit) return
  console.log(`\n${row.country} ${row.note} · labeled ${row.place}/${row.unit}`)
  for (const [text, country, form] of [
    [row.left, row.left_country, row.one],
    [row.right, row.right_country, row.other],
  ] as const) {
    console.log(
      `   ${JSON.stringify(text)} ${country} → ${form.places.join(' · ')} ${form.unit === undefined ? '' : `[${form.unit}]`}`,
    )
  }
}
