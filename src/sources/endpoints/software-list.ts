import { readFileSync } from 'node:fs'
import { parse } from 'yaml'
import { z } from 'zod'
import { wordsOf } from '../maps/never-evidence.ts'
import { shippedPath } from '../maps/shipped-path.ts'

const softwareKinds = [
  ...(['remote_admin', 'mesh_vpn', 'vpn'] as const),
  ...(['virtual_camera', 'jiggler', 'not_counted'] as const),
] as const
export type SoftwareKind = (typeof softwareKinds)[number]

const texts = z.array(z.string().min(2)).default([])

const Product = z.strictObject({
  kind: z.enum(softwareKinds),
  vendor: z.string(),
  product: z.string(),
  names: texts,
  whole: texts,
  bundles: texts,
  files: texts,
  extensions: texts,
  unattended: texts,
  because: z.string().optional(),
})

/** A product of `maps/endpoint-software.yaml`. */
export type SoftwareProduct = z.output<typeof Product>

/** What an inventory says of one installed or running program; whatever it knows. */
export interface SoftwareItem {
  readonly name?: string | undefined
  /** Bundle id on macOS. */
  readonly bundle?: string | undefined
  /** An executable or its path, a package or a formula. */
  readonly file?: string | undefined
  /** Id of a browser extension. */
  readonly extension?: string | undefined
}

/** The list by every name that it has, read once in a process. */
interface SoftwareIndex {
  readonly products: readonly SoftwareProduct[]
  /** Names by their first word: an inventory has a hundred thousand lines. */
  readonly phrases: ReadonlyMap<string, readonly Phrase[]>
  readonly whole: ReadonlyMap<string, SoftwareProduct>
  readonly files: ReadonlyMap<string, SoftwareProduct>
  readonly bundles: ReadonlyMap<string, SoftwareProduct>
  readonly extensions: ReadonlyMap<string, SoftwareProduct>
}

interface Phrase {
  readonly text: string
  readonly product: SoftwareProduct
}

let index: SoftwareIndex | undefined

function softwareIndex(): SoftwareIndex {
  index ??= readIndex()
  return index
}

function readIndex(): SoftwareIndex {
  const text = readFileSync(shippedPath('maps/endpoint-software.yaml'), 'utf8')
  const { products } = z.strictObject({ products: z.array(Product) }).parse(parse(text))
  const by = (names: (product: SoftwareProduct) => readonly string[]) =>
    new Map(
      products.flatMap((product) => names(product).map((name) => [name.toLowerCase(), product])),
    )
  const phrases = products.flatMap((product) =>
    product.names.map((name) => ({ text: ` ${wordsOf(name)} `, product })),
  )
  return {
    products,
    phrases: Map.groupBy(phrases, ({ text: phrase }) => phrase.split(' ')[1] ?? ''),
    whole: by(({ whole }) => whole.map(wordsOf)),
    files: by(({ files }) => files),
    bundles: by(({ bundles }) => bundles),
    extensions: by(({ extensions }) => extensions),
  }
}

/** All products of the list. */
export const softwareProducts = (): readonly SoftwareProduct[] => softwareIndex().products

/** The product that a program is; undefined for the many that matter to nobody. */
export function findSoftware(item: SoftwareItem): SoftwareProduct | undefined {
  const { extensions, files } = softwareIndex()
  return (
    (item.extension && extensions.get(item.extension.toLowerCase())) ||
    (item.bundle && productOfBundle(item.bundle)) ||
    (item.file && files.get(fileName(item.file))) ||
    (item.name && productOfName(item.name)) ||
    undefined
  )
}

/** The name of an executable without its folder and its ending; of a package, the package. */
function fileName(path: string): string {
  const name = path.split(/[\\/]/).at(-1) ?? path
  return name.toLowerCase().replace(/\.(exe|app|msi)$/, '')
}

/** `com.teamviewer.TeamViewerHost` belongs to `com.teamviewer`, `com.teamviewers` does not. */
function productOfBundle(bundle: string): SoftwareProduct | undefined {
  const { bundles } = softwareIndex()
  const parts = bundle.toLowerCase().split('.')
  for (let length = parts.length; length >= 2; length -= 1) {
    const found = bundles.get(parts.slice(0, length).join('.'))
    if (found !== undefined) return found
  }
  return undefined
}

/** A version at the end, which is no part of a name. */
const version = /( v?\d+)+( x64| x86| 64 bit| 32 bit)?$/

function productOfName(name: string): SoftwareProduct | undefined {
  const { whole, phrases, files } = softwareIndex()
  const words = wordsOf(name)
  const exact = whole.get(words) ?? whole.get(words.replace(version, ''))
  if (exact !== undefined) return exact
  const padded = ` ${words} `
  const found = [...new Set(words.split(' '))]
    .flatMap((word) => phrases.get(word) ?? [])
    .filter(({ text }) => padded.includes(text))
    .reduce<Phrase | undefined>(
      (best, phrase) =>
        best === undefined || phrase.text.length > best.text.length ? phrase : best,
      undefined,
    )
  return found?.product ?? files.get(fileName(name))
}
