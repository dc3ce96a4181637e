import { isObject } from '../given-values.ts'
import { columnsOfMap } from './map-columns.ts'
import { isTimezone } from './map-dates.ts'
import {
  type Column,
  type MapGiven,
  MapGrammar,
  type Mapping,
  mapKeys,
  type Override,
  type Place,
  recordKeys,
} from './map-grammar.ts'
import { readMappedRecord } from './map-records.ts'
import { type MapText, readMapText, refusalOf, suggestion } from './map-text.ts'
import { formatProblem, plainWord, zoneRule } from './map-values.ts'
import { traitNamed } from './never-evidence.ts'
import { shippedPath } from './shipped-path.ts'

export type { Mapping } from './map-grammar.ts'

/** Maps that come with the program, by the name of their reader. */
export const shippedMapNames = [
  ...(['workday', 'icims', 'hris', 'shipments', 'interviews'] as const),
  'esignatures',
] as const
export type ShippedMapName = (typeof shippedMapNames)[number]

/**
 * Reads a map file (docs/guide/maps.md), strictly: what is misspelt, contradicts itself, or has no place in
 * the evidence format is `invalid`, with the file, the line and what there is.
 */
export function readMapping(path: string): Mapping {
  const text = readMapText(path)
  refuseUnfilled(text, text.value, [])
  const parsed = MapGrammar.safeParse(withLikeness(text))
  if (!parsed.success) throw refusalOf(text, parsed.error, { place: [], keys: keysAt })
  const map = parsed.data
  refuseDates(text, map)
  const records = map.records.map((record, index) =>
    readMappedRecord({ map, refusal: text.refusal }, record, index),
  )
  return {
    ...writtenAs(map),
    title: map.title,
    type: map.type,
    recognise: map.recognise ?? [],
    notProtected: overridesOf(text, map),
    ignore: (map.ignore ?? []).map((each) => (typeof each === 'string' ? each : each.column)),
    empty: (map.empty ?? []).map(plainWord),
    needed: neededColumns(map, records),
    records,
  }
}

/** Nothing lets the name of a protected attribute itself through; an override that is not needed is a slip. */
function overridesOf(text: MapText, { not_protected = [] }: MapGiven): readonly Override[] {
  return not_protected.map((entry, index) => {
    const place: Place = ['not_protected', index, 'column' in entry ? 'column' : 'fact']
    const name = 'column' in entry ? entry.column : entry.fact
    const named = traitNamed(name)
    if (named === undefined) throw text.refusal(place, `"${name}" is not refused; remove the entry`)
    if (named.isWhole)
      throw text.refusal(
        place,
        `"${name}" names a protected attribute and nothing else (${named.trait.because}); nothing overrides that`,
      )
    return { name, because: entry.because }
  })
}

/** What a suggested map leaves to the user. */
const unfilled = 'FILL IN'

function refuseUnfilled(text: MapText, value: unknown, place: Place): void {
  if (value === unfilled) throw text.refusal(place, `${unfilled} is still to be decided`)
  if (!isObject(value) && !Array.isArray(value)) return
  for (const [name, child] of Object.entries(value)) {
    refuseUnfilled(text, child, [...place, Array.isArray(value) ? Number(name) : name])
  }
}

/** How the file is written, where the map says it. */
function writtenAs({ source, encoding, delimiter, sheet, list, header }: MapGiven) {
  return {
    ...(source ? { source } : {}),
    ...(encoding ? { encoding } : {}),
    ...(delimiter ? { delimiter } : {}),
    ...(sheet ? { sheet } : {}),
    ...(list ? { list } : {}),
    ...(header ? { header } : {}),
  }
}

const shipped = new Map<string, Mapping>()

/** A map of `maps/`, read once in a process. */
export function shippedMap(name: ShippedMapName): Mapping {
  const known = shipped.get(name)
  if (known !== undefined) return known
  const mapping = readMapping(shippedPath(`maps/${name}.yaml`))
  shipped.set(name, mapping)
  return mapping
}

/** What a map says, on top of what the shipped one says that it is like. */
function withLikeness(text: MapText): unknown {
  const own = text.value
  if (!isObject(own) || own['like'] === undefined) return own
  const { like, ...rest } = own
  if (!shippedMapNames.some((name) => name === like)) {
    throw text.refusal(['like'], `is no shipped map; ${suggestion(String(like), shippedMapNames)}`)
  }
  const base = readMapText(shippedPath(`maps/${String(like)}.yaml`)).value
  if (!isObject(base)) return own
  const both = (key: string): unknown[] =>
    [base[key], own[key]].flatMap((each): unknown[] => (Array.isArray(each) ? each : []))
  return { ...base, ...rest, ignore: both('ignore'), empty: both('empty') }
}

function keysAt(place: readonly PropertyKey[]): readonly string[] {
  if (place.length === 0) return mapKeys
  if (place[0] === 'records') return recordKeys
  return place[0] === 'own' ? ['facts', 'flags'] : ['column', 'because']
}

/** The formats and the zone that hold for all dates. */
function refuseDates(text: MapText, { timezone, dates = [] }: MapGiven): void {
  if (timezone !== undefined && !isTimezone(timezone))
    throw text.refusal(['timezone'], zoneRule(timezone))
  const problem = dates.map((format) => formatProblem(format, timezone)).find((each) => each)
  if (problem !== undefined) throw text.refusal(['dates'], problem)
}

/** Columns that the map names and does not call optional: a misspelt one is told, not taken for empty. */
function neededColumns(map: MapGiven, records: Mapping['records']): readonly Column[] {
  if (map.optional === 'all') return []
  const optional = new Set(map.optional ?? [])
  const once = new Map(columnsOfMap(records).map((column) => [column.join('|'), column]))
  return [...once.values()].filter((column) => !column.some((name) => optional.has(name)))
}
