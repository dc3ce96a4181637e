import { tableOf } from './word-table.ts'

/**
 * Words of streets and their standard abbreviations: suffixes of the United States after USPS Publication 28 (appendices
 * B and C1), words of other countries after the addressing pages of the Universal Postal Union. Data only:
 * `address-street.ts` says how it is used.
 */

/** Street suffixes that follow the name in English: where one stands, the street's name ends. */
export const englishSuffixes = tableOf(`
  aly: alley ally
  anx: annex anex annx
  arc: arcade
  ave: avenue av aven avenu avn avnue
  byu: bayou bayoo
  bch: beach
  bnd: bend
  blf: bluff bluf
  btm: bottom bot bottm
  blvd: boulevard boul boulv bvd
  br: branch brnch
  brg: bridge brdge
  brk: brook
  byp: bypass bypa bypas byps
  cp: camp cmp
  cyn: canyon canyn cnyn
  cswy: causeway causwa
  ctr: center cen cent centr centre cnter cntr
  cir: circle circ circl crcl crcle
  clf: cliff
  clfs: cliffs
  clb: club
  cmn: common
  cor: corner
  cors: corners
  crse: course
  ct: court
  cts: courts
  cv: cove
  crk: creek
  cres: crescent crsent crsnt
  crst: crest
  xing: crossing crssng
  dl: dale
  dm: dam
  dr: drive driv drv
  est: estate
  ests: estates
  expy: expressway exp expr express expw
  ext: extension extn extnsn
  fall:
  fls: falls
  fry: ferry frry
  fld: field
  flds: fields
  flt: flats
  frd: ford
  frst: forest forests
  frg: forge forg
  frk: fork
  frks: forks
  fwy: freeway freewy frway frwy
  gdn: garden gardn grden grdn
  gdns: gardens grdns
  gtwy: gateway gatewy gatway gtway
  gln: glen
  grn: green
  grv: grove grov
  hbr: harbor harb harbr hrbor harbour
  hvn: haven
  hts: heights
  hwy: highway highwy hiway hiwy hway
  hl: hill
  hls: hills
  holw: hollow hllw holws
  inlt: inlet
  is: island islnd
  isle: isles
  jct: junction jction jctn junctn juncton
  ky: key
  knl: knoll knol
  lk: lake
  lks: lakes
  land:
  lndg: landing lndng
  ln: lane
  lgt: light
  loop: loops
  mall:
  mnr: manor
  mdw: meadow
  mdws: meadows medows
  mews:
  ml: mill
  mtwy: motorway
  nck: neck
  orch: orchard orchrd
  oval: ovl
  opas: overpass
  park: parks prk pk
  pkwy: parkway parkways parkwy pkway pkwys pky
  pass:
  psge: passage
  path: paths
  pike: pikes
  pne: pine
  pl: place
  pln: plain
  plz: plaza plza
  pt: point
  prt: port
  pr: prairie prr
  radl: radial rad radiel
  ranch: ranches rnch rnchs
  rpd: rapid
  rst: rest
  rdg: ridge rdge
  riv: river rvr rivr
  rd: road
  row:
  run:
  shl: shoal
  shr: shore shoar
  shrs: shores
  skwy: skyway
  spg: spring spng sprng
  spgs: springs spngs sprngs
  sq: square sqr sqre squ
  sta: station statn stn
  strm: stream streme
  st: street strt str
  smt: summit sumit sumitt
  ter: terrace terr tce
  trwy: throughway
  trce: trace traces
  trak: track tracks trk trks
  trl: trail trails trls
  tunl: tunnel tunel
  tpke: turnpike trnpk turnpk
  un: union
  vly: valley vally vlly
  via: viaduct viadct vdct
  vw: view
  vlg: village vill villag villg villiage
  vl: ville
  vis: vista vist vst vsta
  walk: walks
  way: wy
  wl: well
  close: cl
  parade: pde
  esplanade: esp
  wharf: whrf
  rise:
  gate:
  chase:
  quay:
`)

/** Words of a street anywhere else: they stand first, or are part of the name. */
export const streetWords = tableOf(`
  ave: avenida avda avd avinguda avgda avenija aveny aleja aleje alej al
  blvd: bulevar bulvar bulevard bd boulevar bld
  rue: rua
  chemin: che chem
  impasse: imp
  route: rte
  allee: all allees
  quai:
  calle: cll
  carrera: cra kra
  paseo: pso pº
  plz: pza piazza pzza praca platz pl-
  camino: cno
  carretera: ctra crta
  ronda: rda
  travesia: trav tv travessa
  corso: cso
  viale: vle
  vicolo: vic
  largo: lgo
  alameda: alam
  estrada: estr
  rodovia: rod
  osiedle: os
  st: saint sankt sint san santa santo sainte
  mt: mount
  ft: fort
`)

/** Words that mean a street where they stand first and nothing, or something else, elsewhere. */
export const leadingStreetWords = tableOf(`
  calle: c cl
  rue: r
  via: v
  ave: av a-
  chemin: ch
`)

/** Words for a street that German, Dutch and Scandinavian names write as their last part, in one word or apart. */
export const gluedWords = tableOf(`
  str: strasse straat strase str
  weg:
  platz: pl
  gasse: g
  gata: gatan gt
  gade:
  vej:
  vag: vagen veien vei
  laan:
  plein:
  gracht:
  kade:
  damm:
  ufer:
  ring:
`)

/** Words that names of streets lose and gain: `Carretera de Ronda` is `Carretera Ronda`. */
export const connectives: ReadonlySet<string> = new Set(
  'de del des du da do dos das di della dei degli van von der den het'.split(' '),
)

/** Where streets have Romance names: what is another word in English. */
export const romanceWords = tableOf(`
  st: sta ste
  w: ouest oeste
  e: est este
  n: nord norte
  s: sud sur
  plz: pl place
`)

/** Words that announce a number and say nothing: `House No. 12`, `Haus Nr. 12`, `n° 12`. */
export const numberWords: ReadonlySet<string> = new Set(
  'no nr num number numero nro hausnummer hausnr huisnummer hno house plot door'.split(' '),
)

/** Dropped wherever they stand first: `ul. Długa` is `Długa`. */
export const droppedFirst: ReadonlySet<string> = new Set(['ul', 'ulica', 'ulitsa', 'the'])

export const directions = tableOf(`
  n: north
  s: south
  e: east
  w: west
  ne: northeast
  nw: northwest
  se: southeast
  sw: southwest
`)

export const smallNumbers: ReadonlyMap<string, string> = new Map(
  'one two three four five six seven eight nine ten eleven twelve'
    .split(' ')
    .map((word, at) => [word, String(at + 1)]),
)

/** `fifth` as its number. */
export const ordinals: ReadonlyMap<string, string> = new Map(
  `first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth
   sixteenth seventeenth eighteenth nineteenth twentieth`
    .split(/\s+/)
    .map((word, at) => [word, String(at + 1)]),
)
