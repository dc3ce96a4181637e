import {
  buildingWords,
  floorWords,
  looseUnits,
  staircaseWords,
  unitWords,
} from './address-unit-words.ts'

/** What an address says of the flat and of the building, and what is left of it. */
export interface SplitUnit {
  /** The segments without the flat and the building, none of them empty. */
  readonly segments: readonly string[]
  /** The id of the flat: `b`, `4b`, `fl3`, `fl3-b`; absent where the address names none. */
  readonly unit?: string
  /** `bldg 4`, `tower 2`: several buildings of one address are several places. */
  readonly building?: string
}

/** One letter, two letters, or a short id with a digit: `b`, `12`, `4b`, `a-12`, `ph2`. */
const id = '(?:[a-z]{0,2}[-/ ]?\\d{1,5}(?:[-/ ]?[a-z]{1,2}\\b)?(?:[-/]\\d{1,4})?|[a-z]{1,2})'
const alternatives = (words: Iterable<string>): string =>
  [...words]
    .filter((word) => word !== '')
    .sort((one, other) => other.length - one.length)
    .join('|')

const ordinal = '(\\d{1,2})\\s*(?:st|nd|rd|th|er|e|eme|ere|o|a|[ºª°.])?'
const floorBefore = new RegExp(`\\b(?:${alternatives(floorWords)})\\.?\\s*(\\d{1,2})\\b(?!\\s*\\d)`)
/** `2. OG rechts`: the side of a storey is a door of it. */
const side = '(?:\\s*(links|rechts|mitte|li|re|left|right|izq|dcha)\\b\\.?)?'
const floorAfter = new RegExp(
  `(?<![\\w-])${ordinal}\\s*(?:${alternatives(floorWords)})\\b\\.?${side}`,
)
/** `Bajo A`, `Ático B`: a storey that has a name. */
const namedFloor =
  /\b(bajo|baixo|entresuelo|atico|principal|sotano|eg|erdgeschoss|parterre|rdc|dg|ug)\.?\s+([a-z]|\d{1,2}|links|rechts|mitte|li|re|izq|dcha)\.?$/
/** Flats of English houses, called by where they lie: `Ground Floor Flat`, `Top Flat`. */
const placedFlat =
  /\b(ground|first|second|third|fourth|top|upper|lower|middle|basement|garden)\s+(?:floor\s+flat|floor|flat)\b/
const staircase = new RegExp(
  `\\b(?:${alternatives(staircaseWords)})\\b\\.?\\s*(?:no\\.?|nr\\.?)?\\s*([a-z]|\\d{1,2}|izq|dcha)(?![\\w])`,
)
/** Spanish and Portuguese: `3º B`, `2ª izq`, `1o dto`. The sign is what tells it from a number. */
const floorAndDoor =
  /(?<![\w-])(\d{1,2})\s?[ºª°]\s?(izq|izda|izquierda|dcha|dch|derecha|esq|dto|ctro|[a-z]|\d{1,2})?\b/
/** Danish: `3. tv`, `st. th`, `1. mf`. */
/** The whole of a segment behind the street: `3 B`, `2 izquierda`. */
const doorAlone = /^(\d{1,2})\s(izq|izda|izquierda|dcha|dch|derecha|esq|dto|[a-z])\.?$/
const danishDoor = /(?:(?<![\w-])(\d{1,2}|st|kl)\.\s?(?:sal\s)?|^(\d{1,2}|st|kl)\s)(tv|th|mf)\b\.?/
const flat = new RegExp(
  `\\b(${alternatives(unitWords.keys())})\\b\\.?\\s*(?:no\\.?|nr\\.?|#|№|:)?\\s*(${id})(?![\\w])`,
)
const sign = new RegExp(`#\\s*(${id})(?![\\w])`)
const building = new RegExp(
  `\\b(${alternatives(buildingWords.keys())})\\b\\.?\\s*(?:no\\.?|nr\\.?|#)?\\s*([a-z]|\\d{1,3}[a-z]?)(?![\\w])`,
)
const loose = new RegExp(`(?:^|\\s)(${alternatives(looseUnits.keys())})$`)
/** Where `#` announces the number of the house and not a flat. */
const signIsHouse =
  /^(calle|cll|cl|carrera|cra|kra|k|avenida|av|transversal|tv|diagonal|dg|autopista)\b/

/**
 * Takes the flat and the building out of the segments of an address (small letters, split at its commas). A flat is
 * taken only where something else is left that can be the house.
 */
export function splitUnit(segments: readonly string[]): SplitUnit {
  const found: UnitParts = { doors: [], buildings: [] }
  const left = segments
    .map((segment, at) => {
      const isBehind = segments.slice(0, at).some((before) => /\d/.test(before))
      return withoutUnits(isBehind ? segment.replace(doorAlone, '$1º $2') : segment, found)
    })
    .filter((segment) => segment !== '')
  const unit =
    found.floor === undefined ? found.doors.join('-') : withFloor(found.floor, found.doors)
  if (left.length === 0) return { segments }
  return {
    segments: left,
    ...(unit === '' ? {} : { unit }),
    ...(found.buildings.length === 0 ? {} : { building: found.buildings.sort().join(' ') }),
  }
}

interface UnitParts {
  floor?: string
  readonly doors: string[]
  readonly buildings: string[]
}

/** A number of three digits or more is one door of the house, whatever storey is given with it. */
const withFloor = (floor: string, doors: readonly string[]): string => {
  if (doors.length === 0) return `fl${floor}`
  return doors.some((door) => /^\d{3,}$/.test(door))
    ? doors.join('-')
    : `fl${floor}-${doors.join('-')}`
}

function withoutUnits(segment: string, found: UnitParts): string {
  // A lot that begins the address is its number; one behind a house is a part of it.
  let rest = segment
    .replace(/^lot\s+(?=\d+[a-z]?\s+\p{L})/u, '')
    .replace(/^u\s*(?=\d+\/\d)/, '')
    .replace(/^l\s?(?=\d{1,2}$)/, 'level ')
  const take = (pattern: RegExp, use: (match: RegExpExecArray) => void): void => {
    const match = pattern.exec(rest)
    if (match === null) return
    use(match)
    rest = `${rest.slice(0, match.index)} ${rest.slice(match.index + match[0].length)}`.trim()
  }
  take(danishDoor, ([, pointed, plain, door = '']) => {
    found.floor = pointed ?? plain ?? ''
    found.doors.push(door)
  })
  take(floorAndDoor, ([, floor = '', door]) => {
    found.floor = floor
    if (door !== undefined) found.doors.push(doorId(door))
  })
  for (const floor of [floorAfter, floorBefore]) {
    take(floor, ([, number = '', door]) => {
      found.floor ??= number
      if (door !== undefined) found.doors.push(doorId(door))
    })
  }
  take(namedFloor, ([, floor = '', door = '']) => {
    found.floor = looseUnits.get(floor)?.slice(2) ?? floor
    found.doors.push(doorId(door))
  })
  take(placedFlat, ([, floor = '']) => {
    found.floor = placedFloors[floor] ?? floor
  })
  take(staircase, ([, which = '']) => found.doors.push(`s${doorId(which)}`))
  take(building, ([, word = '', which = '']) => {
    found.buildings.push(`${buildingWords.get(word)} ${which.replace(/^0+(?=\d)/, '')}`)
  })
  take(flat, ([, word = '', door = '']) => {
    found.doors.push(`${unitWords.get(word) ?? ''}${doorId(door)}`)
  })
  if (!signIsHouse.test(rest)) take(sign, ([, door = '']) => found.doors.push(doorId(door)))
  take(loose, ([, part = '']) => {
    const name = looseUnits.get(part) ?? part
    if (name.startsWith('fl')) found.floor ??= name.slice(2)
    else found.doors.push(name)
  })
  return rest.replace(/\s+/g, ' ').replace(/^[\s.\-/]+|[\s\-/]+$/g, '')
}

const placedFloors: Readonly<Record<string, string>> = {
  ground: '0',
  first: '1',
  second: '2',
  third: '3',
  fourth: '4',
}

const sides: Readonly<Record<string, string>> = {
  izda: 'izq',
  izquierda: 'izq',
  esq: 'izq',
  dch: 'dcha',
  derecha: 'dcha',
  li: 'links',
  re: 'rechts',
  left: 'l',
  right: 'r',
  dto: 'dcha',
}

/** `04-B`, `4 b` and `4B` are one door. */
export const doorId = (text: string): string =>
  sides[text] ?? text.replace(/[\s-](?=[a-z])|(?<=[a-z])[\s-](?=\d)/g, '').replace(/^0+(?=\d)/, '')
