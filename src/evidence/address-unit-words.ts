import { tableOf } from './word-table.ts'

/**
 * Words for flats, storeys, staircases and buildings: designators of the United States after USPS Publication 28 (appendix
 * C2), words of other countries after the addressing pages of the Universal Postal Union. Data only: `address-units.ts`
 * says how it is used.
 */

/** Designators of a flat, with what stands before their id; `''`: the id alone says it. */
export const unitWords: ReadonlyMap<string, string> = new Map(
  `unit: u apt ap apartment: suite ste: flat: rm room: ofc office: spc space: trlr trailer: slip: stop:
   hngr hangar: pier: dept department: lot: pmb: wohnung whg: top: appartement appart appt app: porte: puerta pta
   pt: depto dpto departamento: dto: interior int interno: apto apartamento: sala: lejlighed lejl: leilighet leil:
   lagenhet lgh: tur: mieszkanie mieszk lokal lok m: byt: kv kvartira: asunto: daire: bus: bureau bur: local: shop: kiosk: stall: studio: ph penthouse`
    .split(/[:\s]+/)
    .map((word) => [word, word === 'ph' || word === 'penthouse' ? 'ph' : '']),
)

/** Words for a storey, before or behind its number. */
export const floorWords: ReadonlySet<string> = new Set(
  'floor fl flr lvl level etage stock stockwerk og obergeschoss piso planta andar piano sal etg kerros verdieping pietro kat tr'.split(
    ' ',
  ),
)

/** Parts of a house that stand by themselves, and what they are called. */
export const looseUnits = tableOf(`
  fl0: groundfloor erdgeschoss eg parterre rdc rezdechaussee bajo baixo gf
  bsmt: basement souterrain
  ph: penthouse
  rear: hinterhaus hh
  frnt: front vorderhaus vh
  uppr: upper
  lowr: lower
  side: seitenfluegel seitenflugel
  lobby: lbby
`)

/** Staircases and entrances of one house: a part of where the flat is. */
export const staircaseWords: ReadonlySet<string> = new Set(
  'entrance eingang aufgang entree escalera esc stiege staircase stair scala sc klatka trappa'.split(
    ' ',
  ),
)

/** Designators of one of several buildings of an address: another building is another place. */
export const buildingWords = tableOf(`
  bldg: building bld edificio edif gebaude geb batiment bat budynek bud
  block: blk bloque bloco blok
  tower: twr torre tour turm
  wing: ala
  portal:
`)
