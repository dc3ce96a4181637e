import { copyFileSync, createReadStream, createWriteStream, mkdirSync } from 'node:fs'
import { isIP } from 'node:net'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { pipeline } from 'node:stream/promises'
import { parseArgs } from 'node:util'
import { createGunzip, createGzip } from 'node:zlib'
import type { Observation, PresentedPerson } from '../src/evidence/index.ts'
import { type Draw, openDraw } from './draw.ts'
import { judge, judgedHead, withScratch, worldFiles } from './judging.ts'
import { machine } from './measuring.ts'

/**
 * How the quality falls when the evidence of a world is damaged: fields are missing, people mistype.
 * FOLDER holds sources.ndjson, evidence.ndjson.gz and truth.csv. Every line stays valid, so nothing is
 * rejected; the seed decides which values are hit. `node bench/noise.ts FOLDER [--seed N]`
 */
const { values, positionals } = parseArgs({
  options: { seed: { type: 'string', default: '1' } },
  allowPositionals: true,
})

const removedShare = 0.2
const mistypedShare = 0.2

const pick = <Item>(draw: Draw, items: readonly Item[]): Item | undefined =>
  items[Math.floor(draw() * items.length)]

// What is removed.

type Fields = Readonly<Record<string, unknown>>

const isFields = (value: unknown): value is Fields =>
  value !== null && typeof value === 'object' && !Array.isArray(value)

/** The format needs them wherever they stand in a person or a document. */
const needed: ReadonlySet<string> = new Set(['ref', 'kind'])
/** Their items need most of their fields: each goes or stays as one. */
const whole: ReadonlySet<string> = new Set(['handles', 'devices', 'accounts', 'addresses'])

/** Without a fifth of what stands in `subject` and `facts`; a fact is one field, whatever its value. */
function thinned(observation: Observation, draw: Draw): object {
  const facts = Object.entries(observation.facts ?? {}).filter(() => draw() >= removedShare)
  return {
    ...observation,
    subject: thinnedFields({ ...observation.subject }, draw),
    facts: Object.fromEntries(facts),
  }
}

function thinnedFields(fields: Fields, draw: Draw): Fields {
  const left: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(fields)) {
    if (Array.isArray(value)) {
      left[name] = value.flatMap((item) => thinnedItem(item, whole.has(name), draw))
    } else if (isFields(value)) left[name] = thinnedFields(value, draw)
    else if (needed.has(name) || draw() >= removedShare) left[name] = value
  }
  return left
}

/** The item of a list, or nothing; one of several fields goes when all it may lack is gone. */
function thinnedItem(item: unknown, isWhole: boolean, draw: Draw): readonly unknown[] {
  if (isWhole || !isFields(item)) return draw() >= removedShare ? [item] : []
  const left = thinnedFields(item, draw)
  return Object.keys(left).some((name) => !needed.has(name)) ? [left] : []
}

// What is mistyped.

type Slip = (text: string, isValid?: (text: string) => boolean) => string

/** Slips that are tried for one that the format takes; most often the first one is. */
const mostTries = 50

/**
 * With one typing error in every fifth value; in the text of a document each word is a value. Hashes and
 * tokens are typed by nobody and stay, as do facts and flags, which machines and others wrote.
 */
function mistyped(observation: Observation, draw: Draw): object {
  const slip: Slip = (text, isValid = () => true) => {
    if (text.startsWith('token:') || draw() >= mistypedShare) return text
    for (let tried = 0; tried < mostTries; tried++) {
      const slipped = withSlip(text, draw)
      if (isValid(slipped)) return slipped
    }
    return text
  }
  const { subject } = observation
  return { ...observation, subject: { ...subject, ...slippedFields(subject, slip) } }
}

function slippedFields(person: PresentedPerson, slip: Slip): object {
  return {
    name: person.name && slip(person.name),
    emails: person.emails?.map((email) => slip(email)),
    phones: person.phones?.map((phone) => slip(phone)),
    ips: person.ips?.map((ip) => slip(ip, (text) => isIP(text) !== 0)),
    handles: person.handles?.map((handle) => ({ ...handle, value: slip(handle.value) })),
    devices: person.devices?.map((device) => ({ ...device, value: slip(device.value) })),
    accounts: person.accounts?.map((account) => ({ ...account, value: slip(account.value) })),
    addresses: person.addresses?.map((address) => ({ ...address, text: slip(address.text) })),
    documents: person.documents?.map((document) => ({
      ...document,
      text: document.text?.replace(/\S+/g, (word) => slip(word)),
    })),
    claims: person.claims && slippedClaims(person.claims, slip),
  }
}

const isYear = (text: string): boolean => /^(?:19|20)\d\d$/.test(text)

function slippedClaims(claims: Claims, slip: Slip): object {
  const { city, birth_year, references } = claims
  return {
    ...claims,
    city: city && slip(city),
    birth_year: birth_year && Number(slip(String(birth_year), isYear)),
    references: references?.map((reference) => ({
      name: reference.name && slip(reference.name),
      email: reference.email && slip(reference.email),
      phone: reference.phone && slip(reference.phone),
    })),
  }
}

type Claims = NonNullable<PresentedPerson['claims']>

const isSign = (sign: string | undefined): boolean => /^[\p{L}\p{N}]$/u.test(sign ?? '')

/** One letter or digit substituted, dropped, doubled, or changed with the next; the rest stays. */
function withSlip(text: string, draw: Draw): string {
  const signs = [...text]
  const places = [...signs.keys()].filter((place) => isSign(signs[place]))
  const place = pick(draw, places)
  if (place === undefined) return text
  const sign = signs[place] ?? ''
  const next = signs[place + 1]
  const slip = pick(draw, ['substituted', 'dropped', 'doubled', 'transposed'])
  if (slip === 'dropped' && places.length > 1) signs.splice(place, 1)
  else if (slip === 'doubled') signs.splice(place, 0, sign)
  else if (slip === 'transposed' && next !== sign && isSign(next)) {
    signs.splice(place, 2, next ?? '', sign)
  } else signs[place] = substitute(sign, draw)
  return signs.join('')
}

/** A digit for a digit, a letter for a letter, in its case. */
function substitute(sign: string, draw: Draw): string {
  const signs = /\p{N}/u.test(sign) ? '0123456789' : 'abcdefghijklmnopqrstuvwxyz'
  const other =
    pick(
      draw,
      [...signs].filter((one) => one !== sign.toLowerCase()),
    ) ?? sign
  return sign === sign.toLowerCase() ? other : other.toUpperCase()
}

// What is made and measured.

type Damage = (observation: Observation, draw: Draw) => object

const variants: readonly (readonly [string, Damage | undefined])[] = [
  ['as it is', undefined],
  ['20 % of fields removed', thinned],
  ['typing error in every fifth value', mistyped],
  // Both leave an observation in the format: what one gives the other takes.
  ['both', (observation, draw) => mistyped(thinned(observation, draw) as Observation, draw)],
]

/** A damaged copy of a world; lines that are no observations stay as they are. */
async function writeDamaged(folder: string, copy: string, damage: Damage): Promise<void> {
  mkdirSync(copy)
  const { sources, evidence, truth } = worldFiles
  for (const file of [sources, truth]) copyFileSync(join(folder, file), join(copy, file))
  const draw = openDraw(Number(values.seed))
  const lines = createInterface({
    input: createReadStream(join(folder, evidence)).pipe(createGunzip()),
    crlfDelay: Number.POSITIVE_INFINITY,
  })
  const damaged = async function* () {
    for await (const line of lines) {
      const record = JSON.parse(line) as Observation
      yield `${JSON.stringify(isFields(record.subject) ? damage(record, draw) : record)}\n`
    }
  }
  await pipeline(damaged, createGzip(), createWriteStream(join(copy, evidence)))
}

const [world] = positionals
if (world === undefined) throw new Error('name a folder: node bench/noise.ts FOLDER [--seed N]')

console.log(`${machine()}\n${judgedHead}`)
await withScratch(async (scratch) => {
  for (const [title, damage] of variants) {
    const copy = join(scratch, title)
    if (damage !== undefined) await writeDamaged(world, copy, damage)
    const folder = damage === undefined ? world : copy
    console.log(await judge({ title, folder, scratch }))
  }
})
