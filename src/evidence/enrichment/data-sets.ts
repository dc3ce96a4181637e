import { readFileSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import { basename, dirname, extname, join, resolve } from 'node:path'
import { parse } from 'yaml'
import { z } from 'zod'
import { Problem, reasonOf } from '../../problem.ts'
import { hostingNetworksVersion } from './hosting-networks.ts'

/** Kinds of data sets that an operator can give. */
const givenKinds = [
  'country',
  'asn',
  'vpn',
  'hosting',
  'tor',
  'proxy',
  'privacy_relay',
  'business',
  'disposable',
] as const

export type GivenKind = (typeof givenKinds)[number]
export type DataSetKind = GivenKind | 'hosting_networks' | 'phone' | 'suffixes'

export interface DataSet {
  readonly kind: DataSetKind
  readonly name: string
  /** Its day, `YYYY-MM-DD`, or the version that its publisher gave it. */
  readonly version: string
  readonly licence: string | null
  /** The words that its licence asks for wherever its data are shown. */
  readonly credit: string | null
  /** Paths; none for what is part of the program or of a library. */
  readonly files: readonly string[]
  readonly shipped: boolean
}

/** How a fact names its data set: `asn-country 2026-06-17`. */
export const dataSetText = ({ name, version }: DataSet): string => `${name} ${version}`

/** The list in the operator's folder. */
export const dataSetsFile = 'data-sets.yaml'

/** Kinds of which the operator's data sets stand in the place of the shipped one; all others are added. */
const replacedKinds: ReadonlySet<DataSetKind> = new Set(['country', 'asn', 'disposable'])

/**
 * The data sets in use: the operator's of `folder` in their order, then the shipped ones that none of them
 * replaces. `invalid` for a list or a file that cannot be read, with the place.
 */
export function dataSetsIn(folder: string | undefined): readonly DataSet[] {
  const given = folder === undefined ? [] : readGiven(folder)
  const replaced = new Set(given.map(({ kind }) => kind).filter((kind) => replacedKinds.has(kind)))
  return [...given, ...shippedDataSets().filter(({ kind }) => !replaced.has(kind))]
}

const GivenDataSet = z.strictObject({
  file: z.string().min(1),
  kind: z.enum(givenKinds),
  date: z.iso.date('write a day such as 2026-11-22'),
  licence: z.string().min(1).optional(),
  credit: z.string().min(1).optional(),
})

function readGiven(folder: string): readonly DataSet[] {
  const path = join(folder, dataSetsFile)
  const read = z.array(GivenDataSet).safeParse(readYaml(path))
  if (!read.success) {
    const [issue] = read.error.issues
    const [at, ...field] = issue?.path ?? []
    const place = typeof at === 'number' ? ` data set ${[at + 1, ...field].join(', ')}:` : ''
    throw new Problem('invalid', `${path}:${place} ${issue?.message}`)
  }
  const sets = read.data.map(({ file, kind, date, licence, credit }) => ({
    kind,
    name: basename(file, extname(file)),
    version: date,
    licence: licence ?? null,
    credit: credit ?? null,
    files: [resolve(folder, file)],
    shipped: false,
  }))
  for (const [at, { files, ...set }] of sets.entries()) {
    const [file = ''] = files
    if (!statSync(file, { throwIfNoEntry: false })?.isFile()) {
      throw new Problem('invalid', `${path}: data set ${at + 1}: there is no file ${file}`)
    }
    if (sets.findIndex((other) => other.name === set.name && other.kind === set.kind) < at) {
      throw new Problem(
        'invalid',
        `${path}: data set ${at + 1}: a second ${set.kind} "${set.name}"`,
      )
    }
  }
  return sets
}

function readYaml(path: string): unknown {
  try {
    return parse(readFileSync(path, 'utf8'))
  } catch (error) {
    throw new Problem('invalid', `${path} cannot be read: ${reasonOf(error)}`, error)
  }
}

const require = createRequire(import.meta.url)

/** Folder and version of the package that the manifest describes. */
function installed(path: string): { readonly folder: string; readonly version: string } {
  const { version } = JSON.parse(readFileSync(path, 'utf8')) as { version: string }
  return { folder: dirname(path), version }
}

/** `2.3.2026061719` was made on 2026-06-17. */
const dayOf = (version: string): string =>
  version.replace(/^.*\.(\d{4})(\d{2})(\d{2})\d*$/, '$1-$2-$3')

const nro = 'NRO delegation statistics (https://www.nro.net), CC BY 4.0'

function shippedDataSets(): readonly DataSet[] {
  const country = installed(require.resolve('@ip-location-db/asn-country/package.json'))
  const asn = installed(require.resolve('@ip-location-db/asn/package.json'))
  const disposable = installed(require.resolve('disposable-email-domains-js/package.json'))
  const suffixes = installed(require.resolve('tldts/package.json'))
  const phone = installed(require.resolve('libphonenumber-js/package.json'))
  const shipped = true
  return [
    {
      kind: 'country',
      name: 'asn-country',
      version: dayOf(country.version),
      licence: 'CC0-1.0',
      credit: nro,
      files: ['4-num', '6'].map((of) => join(country.folder, `asn-country-ipv${of}.csv`)),
      shipped,
    },
    {
      kind: 'asn',
      name: 'asn',
      version: dayOf(asn.version),
      licence: 'CC-BY-4.0',
      credit: `IP Geolocation by DB-IP (https://db-ip.com), Route Views (https://www.routeviews.org), CC BY 4.0; ${nro}`,
      files: ['4-num', '6'].map((of) => join(asn.folder, `asn-ipv${of}.csv`)),
      shipped,
    },
    {
      kind: 'hosting_networks',
      name: 'hosting-networks',
      version: hostingNetworksVersion,
      licence: 'Apache-2.0',
      credit: null,
      files: [],
      shipped,
    },
    {
      kind: 'disposable',
      name: 'disposable-email-domains-js',
      version: disposable.version,
      licence: 'CC0-1.0',
      credit: null,
      files: [],
      shipped,
    },
    {
      kind: 'phone',
      name: 'libphonenumber-js',
      version: phone.version,
      licence: 'MIT',
      credit: null,
      files: [],
      shipped,
    },
    {
      kind: 'suffixes',
      name: 'tldts',
      version: suffixes.version,
      licence: 'MIT; Public Suffix List: MPL-2.0',
      credit: null,
      files: [],
      shipped,
    },
  ]
}
