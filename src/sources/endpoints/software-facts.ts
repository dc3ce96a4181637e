import {
  findSoftware,
  type SoftwareItem,
  type SoftwareKind,
  type SoftwareProduct,
  softwareProducts,
} from './software-list.ts'

/** A program with its command line, of which only the product is ever kept. */
export interface ObservedSoftware extends SoftwareItem {
  readonly command?: string | undefined
}

export interface SoftwareSummary {
  readonly facts: Readonly<Record<string, unknown>>
  /** Products that are known and knowingly not counted. */
  readonly notTaken: readonly string[]
}

/** Facts that are a list of products, by kind. */
const listFacts = {
  remote_admin: 'remote_admin.tools',
  mesh_vpn: 'mesh_vpn.products',
  virtual_camera: 'virtual_camera.products',
  jiggler: 'jiggler.products',
  vpn: 'vpn.installed',
} as const

/**
 * What the software of a machine says as facts. Of a complete inventory an empty list says that no remote
 * administration was found, which is evidence against; of any other list nothing is said where nothing was found.
 * What is installed is not in use: `virtual_camera.products` and `vpn.installed` are no signs by themselves.
 */
export function summarizeSoftware(
  items: readonly ObservedSoftware[],
  isComplete: boolean,
): SoftwareSummary {
  const products = new Set(items.flatMap((item) => findSoftware(item) ?? productOfCommand(item)))
  const found = (kind: SoftwareKind) => [...products].filter((product) => product.kind === kind)
  const lists = Object.entries(listFacts).flatMap(([kind, name]) => {
    const names = namesByVendor(found(kind as SoftwareKind))
    const isSaid = names.length > 0 || (isComplete && kind === 'remote_admin')
    return isSaid ? [[name, names] as const] : []
  })
  const unattended = unattendedProducts(items)
  return {
    facts: {
      ...Object.fromEntries(lists),
      ...(unattended.length > 0 && { 'remote_admin.unattended': unattended }),
    },
    notTaken: [
      ...found('not_counted').map(
        ({ product, because = '' }) => `software "${product}": ${because}`,
      ),
      ...(items.some((item) => !isListedSoftware(item)) ? ['software that is on no list'] : []),
    ],
  }
}

/** One item per vendor: several components or products of one vendor are one way into the machine. */
export function namesByVendor(products: readonly SoftwareProduct[]): readonly string[] {
  const vendors = Map.groupBy(products, ({ vendor }) => vendor)
  return [...vendors.values()]
    .map((ofVendor) => [...new Set(ofVendor.map(({ product }) => product))].sort().join(' / '))
    .sort()
}

/** Whether a row of an inventory is worth keeping. */
export const isListedSoftware = (item: ObservedSoftware): boolean =>
  findSoftware(item) !== undefined || unattendedProducts([item]).length > 0

/** `anydesk --set-password` may run from a shell, whose name says nothing. */
const productOfCommand = (item: ObservedSoftware): readonly SoftwareProduct[] =>
  item.command === undefined ? [] : setUpBy(item)

function unattendedProducts(items: readonly ObservedSoftware[]): readonly string[] {
  return namesByVendor([...new Set(items.flatMap(setUpBy))])
}

/** Words of a command line, in small letters. */
const commandWords = (command: string): readonly string[] =>
  command
    .toLowerCase()
    .split(/[\s"'|;&]+/)
    .filter((word) => word !== '')

const executableOf = (word: string): string => word.replace(/^.*[\\/]/, '').replace(/\.exe$/, '')

/** Products whose unattended access this command line sets up. */
function setUpBy({ command, file = '' }: ObservedSoftware): readonly SoftwareProduct[] {
  if (command === undefined) return []
  const words = commandWords(`${file} ${command}`)
  const names = new Set(words.map(executableOf))
  return softwareProducts().filter(
    ({ unattended, files }) =>
      files.some((each) => names.has(each)) &&
      words.some((word) => unattended.some((argument) => isArgument(word, argument))),
  )
}

/** `--pin=123456` and `--pin`; an argument that has its value in it stands within a longer one. */
const isArgument = (word: string, argument: string): boolean =>
  argument.includes('=')
    ? word.includes(argument)
    : word === argument || word.startsWith(`${argument}=`)

/**
 * Of a command line what tells a product and that its access was set up: names of listed executables and arguments,
 * without any value. The rest may hold a PIN or a password, and goes nowhere, not even into a rejection.
 */
export function plainCommand(command: string): string {
  const words = commandWords(command)
  const known = softwareProducts().flatMap(({ files, unattended }) => {
    const file = words.map(executableOf).find((word) => files.includes(word))
    if (file === undefined) return []
    return [file, ...unattended.filter((each) => words.some((word) => isArgument(word, each)))]
  })
  return [...new Set(known)].join(' ')
}
