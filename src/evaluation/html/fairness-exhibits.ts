import type { Evaluation } from '../evaluation.ts'
import type { IndicatorLine, Ratio } from '../fairness.ts'
import { saysRows } from './calibration-exhibits.ts'
import type { Exhibit } from './exhibit.ts'
import { countText, ofText, percentText, shareSpan, signed, spanText } from './figures.ts'
import { drawRows, type Row } from './rows.ts'

/** Rows that a chart holds; the rest stands in the table. */
const mostRows = 16

export function fairnessExhibits({ fairness }: Evaluation): readonly Exhibit[] {
  return fairness.indicators.length === 0
    ? []
    : [touchedExhibit(fairness), ...ratioExhibit(fairness)]
}

type Fairness = Evaluation['fairness']

function touchedExhibit(fairness: Fairness): Exhibit {
  const { genuine_touched: once, genuine_touched_by_two_groups: twice, indicators } = fairness
  const touching = indicators.filter(({ genuine }) => genuine.count > 0)
  const rows: readonly Row[] = touching.slice(0, mostRows).map(({ indicator, genuine }) => ({
    label: indicator,
    aside: countText(genuine.count),
    value: genuine.share,
    low: genuine.low,
    high: genuine.high,
  }))
  const to = Math.max(0.01, ...rows.map(({ high }) => high))
  const never = fairness.never_seen
  return {
    id: 'touched',
    name: 'Whom the indicators touch',
    title: `${percentText(once.share)} of genuine people show a sign that supports the scheme; ${percentText(twice.share)} show two that are independent`,
    subtitle: `Indicators that hold for most genuine identities, of ${countText(once.of)} · share, number at the right`,
    chart: (canvas) =>
      drawRows(
        {
          rows,
          from: 0,
          to,
          format: percentText,
          says: saysRows('Genuine identities touched', rows),
        },
        canvas,
      ),
    key: [
      ['dot', 'share of the genuine'],
      ['span', 'its 95 % interval (Wilson)'],
    ],
    notes: [
      `One sign alone makes nobody suspected. By one: ${ofText(once)}, ${shareSpan(once)}; by two groups: ${ofText(twice)}, ${shareSpan(twice)}.`,
      ...(touching.length > mostRows
        ? [`And ${touching.length - mostRows} more that touch somebody genuine, in the table.`]
        : []),
      ...(never.length > 0
        ? [
            `${never.length} indicators of the catalogue hold for nobody here; nothing is learned of them.`,
          ]
        : []),
    ],
    tables: [indicatorTable(indicators)],
  }
}

const indicatorTable = (indicators: readonly IndicatorLine[]) => ({
  id: 'indicators-table',
  caption: 'By indicator: whom it touches, and false positives it took part in',
  columns: [
    ...['indicator', 'group', 'genuine', 'per 100 000 (95 %)', 'other fraud', 'scheme'],
    ...['false positives', 'bits seen (95 %)', 'bits stated'],
  ],
  rows: indicators.map((line) => [
    ...[line.indicator, line.group, countText(line.genuine.count)],
    spanText(line.genuine_per_100_000, 0),
    ...[countText(line.other_fraud.count), countText(line.scheme.count)],
    countText(line.false_positives),
    ...ratioCells(line.against_genuine),
  ]),
})

const ratioCells = ({ seen, stated }: Ratio): readonly [string, string] => [
  seen === null ? '–' : spanText(seen, 1),
  stated === null ? '–' : signed(stated, 1),
]

function ratioExhibit({ indicators }: Fairness): readonly Exhibit[] {
  const measured = indicators.filter(
    ({ genuine, scheme, against_genuine: { seen, stated } }) =>
      genuine.count > 0 && scheme.count > 0 && seen !== null && stated !== null,
  )
  if (measured.length === 0) return []
  const [less, more] = [measured.filter(saysLess).length, measured.filter(saysMore).length]
  const rows: readonly Row[] = measured.slice(0, mostRows).map((line) => ({
    label: line.indicator,
    aside: ratioCells(line.against_genuine)
      .join(' · ')
      .replace(/ \(.*\)/, ''),
    value: line.against_genuine.seen?.value ?? null,
    low: line.against_genuine.seen?.low ?? 0,
    high: line.against_genuine.seen?.high ?? 0,
    tick: line.against_genuine.stated ?? 0,
  }))
  const ends = rows.flatMap((row) => [row.low, row.high, row.tick ?? 0, 0])
  const says = `Bits seen and stated. ${rows.map((row) => `${row.label}: ${row.aside}`).join('; ')}.`
  return [
    {
      id: 'ratios',
      name: 'What a sign says',
      title: `Of ${measured.length} signs seen on both sides, ${less === 0 ? 'none says' : less === 1 ? 'one says' : `${less} say`} less than the catalogue claims, and ${more === 0 ? 'none' : more} more`,
      subtitle:
        'Likelihood ratio of scheme against genuine, in bits (each bit doubles it) · seen and stated at the right',
      chart: (canvas) =>
        drawRows(
          {
            ...{ rows, says, from: Math.min(...ends), to: Math.max(...ends) },
            format: (bits) => signed(bits, 0),
          },
          canvas,
        ),
      key: [
        ['dot', 'seen in the truth, half a case added to each count (Walter 1975)'],
        ['span', 'its 95 % interval'],
        ['tick', 'stated by the catalogue as it ships'],
      ],
      notes: [
        'Where its absence is a finding too, the ratio is among those in whom it could have been seen. A made-up world shows the signs that its makers gave it.',
      ],
      tables: [ratioTable(measured)],
    },
  ]
}

/** What is stated lies above, or below, all that the truth allows. */
const saysLess = ({ against_genuine: { seen, stated } }: IndicatorLine): boolean =>
  seen !== null && stated !== null && seen.high < stated
const saysMore = ({ against_genuine: { seen, stated } }: IndicatorLine): boolean =>
  seen !== null && stated !== null && seen.low > stated

const agreement = (agrees: boolean | null): string =>
  agrees === null ? '–' : agrees ? 'yes' : 'no'

const ratioTable = (lines: readonly IndicatorLine[]) => ({
  id: 'ratios-table',
  caption: 'Bits seen against bits stated',
  columns: [
    ...['indicator', 'against genuine, seen (95 %)', 'stated', 'agrees'],
    ...['against other fraud, seen (95 %)', 'stated', 'agrees'],
  ],
  rows: lines.map(({ indicator, against_genuine: genuine, against_other_fraud: other }) => [
    ...[indicator, ...ratioCells(genuine), agreement(genuine.agrees)],
    ...[...ratioCells(other), agreement(other.agrees)],
  ]),
})
