import { isPlaceholder } from '../../evidence/index.ts'
import type { Given } from '../given.ts'
import { normalColumn } from '../maps/mapped-row.ts'
import { momentOf } from '../moments.ts'
import type { ReadingContext } from '../reader.ts'
import { countryCodeIn } from '../readers/sign-in-logs.ts'
import {
  type AttachedDevice,
  deviceOfPath,
  deviceOfText,
  mergeDevices,
  usbClassesOf,
  usbIdOf,
} from './attached-devices.ts'
import { isPersonal, type MachineReport } from './machine-report.ts'
import type { ObservedSoftware } from './software-facts.ts'

/** Names of a field, of which the first that a row fills is taken: columns, or dotted paths of JSON. */
export type Names = readonly string[]

export interface ProgramNames {
  readonly name?: Names
  readonly bundle?: Names
  readonly file?: Names
  readonly extension?: Names
  readonly command?: Names
}

export interface AttachedNames {
  readonly vendorId?: Names
  readonly productId?: Names
  readonly serial?: Names
  readonly maker?: Names
  readonly product?: Names
  readonly classes?: Names
  /** A device path of Windows. */
  readonly path?: Names
  readonly monitorMaker?: Names
  readonly monitorName?: Names
  /** In which base ids without `0x` are written. */
  readonly base?: 10 | 16
}

/** Where one kind of row of a vendor's export says what. */
export interface InventoryShape {
  readonly sort: MachineReport['sort']
  /** The row is of this shape if it has one name of each. */
  readonly has: readonly Names[]
  readonly device?: Names
  readonly host?: Names
  readonly serial?: Names
  readonly hardware?: Names
  readonly userId?: Names
  /** Mailboxes and principal names of the machine's one user. */
  readonly mails?: Names
  /** Accounts that were used on it, of which the first that is a person's is taken: several may be several people. */
  readonly logins?: Names
  readonly person?: Names
  readonly seen?: Names
  readonly enrolled?: Names
  readonly enrolledCountry?: Names
  readonly ip?: Names
  readonly platform?: Names
  /** Whose the machine is: of a personal one, management systems list only what they manage. */
  readonly owner?: Names
  /** What it is used as: whoever logs in to a server is no user of it. */
  readonly role?: Names
  /** A program that the row is of, or lists of programs within it. */
  readonly program?: ProgramNames
  readonly programs?: readonly ({ readonly list: string } & ProgramNames)[]
  readonly attached?: AttachedNames
  /** Columns whose cells list programs, or attached devices and monitors. */
  readonly programCells?: Names
  readonly attachedCells?: Names
  /** A time of day without an offset is in UTC, by the vendor's reference; elsewhere only its day is taken. */
  readonly isUtc?: boolean
  /** Documented, and no evidence. */
  readonly known?: Names
  readonly acceptsMachines?: boolean
  /** Why rows of this shape are not taken. */
  readonly refusedBecause?: string
}

/** How many of the names that tell a shape a row has. */
function shapeShare(row: Given, { has }: InventoryShape): number {
  const columns = columnsOf(row)
  const found = has.filter((names) => names.some((name) => isThere(row, columns, name)))
  return found.length / has.length
}

/** Whether a row or a line of columns has one name of each. */
export const hasShape = (row: Given, shape: InventoryShape): boolean => shapeShare(row, shape) === 1

/** The shape that a row fits best, and by at least half: a row does not fill every column. */
export function findShape<Shape extends InventoryShape>(
  row: Given,
  shapes: readonly Shape[],
): Shape | undefined {
  const shares = shapes.map((shape) => shapeShare(row, shape))
  const best = Math.max(...shares)
  return best >= 0.5 ? shapes[shares.indexOf(best)] : undefined
}

/** Names of columns by their normal form. Rows of a table have few sets of them, and every row asks. */
type Columns = ReadonlyMap<string, string>
const knownColumns = new Map<string, Columns>()
const mostColumnSets = 1_000
const columnsOfRow = new WeakMap<Given, Columns>()

function columnsOf(row: Given): Columns {
  const columns = columnsOfRow.get(row) ?? columnSet(row)
  columnsOfRow.set(row, columns)
  return columns
}

function columnSet(row: Given): Columns {
  const names = row.names()
  const key = names.join('\n')
  const known = knownColumns.get(key)
  if (known !== undefined) return known
  if (knownColumns.size >= mostColumnSets) knownColumns.clear()
  const columns = new Map(names.map((name) => [normalColumn(name), name]))
  knownColumns.set(key, columns)
  return columns
}

function isThere(row: Given, columns: Columns, name: string): boolean {
  if (columns.has(normalColumn(name))) return true
  const dot = name.lastIndexOf('.')
  return dot > 0 && row.names(name.slice(0, dot)).includes(name.slice(dot + 1))
}

/** A row by the names of its shape. */
export interface ShapedRow {
  readonly text: (names: Names | undefined) => string | undefined
  readonly texts: (names: Names | undefined) => readonly string[]
  readonly moment: (names: Names | undefined, isUtc: boolean) => string | undefined
  readonly skip: (names: Names | undefined) => void
}

export function shapedRow(row: Given): ShapedRow {
  const columns = columnsOf(row)
  const pathOf = (name: string): string => columns.get(normalColumn(name)) ?? name
  // An object stands there in another of the vendor's shapes: its fields have names of their own.
  const textsAt = (path: string): readonly string[] =>
    row.names(path).length > 0 ? [] : row.texts(path).filter((text) => !isPlaceholder(text))
  const texts = (names: Names = []): readonly string[] =>
    names.flatMap((name) => textsAt(pathOf(name)))
  return {
    texts,
    text: (names = []) => {
      for (const name of names) {
        const [text] = textsAt(pathOf(name))
        if (text !== undefined) return text
      }
      return undefined
    },
    moment: (names = [], isUtc) => {
      for (const name of names) {
        const path = pathOf(name)
        const [text] = textsAt(path)
        if (text === undefined || isNoTime.test(text)) continue
        const moment = momentIn(text, isUtc)
        if (moment === undefined) row.refuse(path, dateRefusal(text))
        return moment
      }
      return undefined
    },
    skip: (names = []) => row.skip(...names.map(pathOf)),
  }
}

const shownCharacters = 40

const dateRefusal = (text: string): string =>
  `"${text.slice(0, shownCharacters)}" is no date that reads in one way only; export ISO dates (2024-03-18), or state the format in a map`

/** What systems write for never. */
const isNoTime = /^(0001-01-01|1970-01-01T00:00:00|0$|never)/i

/** A moment, or a day where the time of day is of no stated zone. Portals write `2024-03-18 at 9:41 AM`, `Mar 18, 2024 09:41:07 AM`. */
function momentIn(text: string, isUtc: boolean): string | undefined {
  const whole = momentOf(text)
  if (whole !== undefined) return whole
  const [, day, clock] =
    /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)$/.exec(text) ?? []
  if (day !== undefined && isUtc) return momentOf(`${day}T${clock}Z`)
  const named = /^[A-Z][a-z]{2} \d{1,2}, \d{4}/.exec(text)?.[0]
  if (named !== undefined) return dayOf(Date.parse(`${named} UTC`))
  const date = day ?? /^(\d{4}-\d{2}-\d{2})(?: at| \d)/.exec(text)?.[1]
  return date === undefined ? undefined : momentOf(date)
}

const dayOf = (ms: number): string | undefined =>
  Number.isNaN(ms) ? undefined : `${new Date(ms).toISOString().slice(0, 10)}T00:00:00Z`

/** What the row says of its machine; programs and devices of further rows of the same machine are added to it. */
export function reportOf(
  row: Given,
  shape: InventoryShape,
  context: ReadingContext,
): MachineReport {
  const shaped = shapedRow(row)
  shaped.skip(shape.known)
  const nested = (shape.programs ?? []).flatMap((names) => programsIn(row, names))
  const isOwn = /personal|byod/i.test(shaped.text(shape.owner) ?? '')
  return {
    sort: shape.sort,
    device: shaped.text(shape.device),
    host: shaped.text(shape.host),
    serial: shaped.text(shape.serial),
    hardware: shaped.text(shape.hardware),
    user: {
      id: userIdOf(shaped.text(shape.userId)),
      logins: [...shaped.texts(shape.mails), shaped.texts(shape.logins).find(isPersonal)],
      name: shaped.text(shape.person),
    },
    at: shaped.moment(shape.seen, shape.isUtc ?? false) ?? writtenDay(context),
    enrolledAt: shaped.moment(shape.enrolled, shape.isUtc ?? false),
    enrolledCountry: countryCodeIn(shaped.text(shape.enrolledCountry)),
    ip: shaped.text(shape.ip),
    platform: shaped.text(shape.platform),
    software: [
      ...nested,
      ...programOf(row, shape.program),
      ...shaped.texts(shape.programCells).flatMap(programsInCell),
    ],
    isComplete: nested.length >= fullInventory && !isOwn,
    attached: [
      ...attachedOf(row, shape.attached),
      ...shaped.texts(shape.attachedCells).flatMap(devicesInCell),
    ],
  }
}

/** Items of a cell; a comma may stand within a name, where another mark divides. */
const itemsOf = (cell: string): readonly string[] =>
  cell
    .split(/[;|\n]/.test(cell) ? /[;|\n]+/ : /,\s*/)
    .map((item) => item.trim())
    .filter((item) => item !== '')

const programsInCell = (cell: string): readonly ObservedSoftware[] =>
  itemsOf(cell).map((name) => ({ name }))

const devicesInCell = (cell: string): readonly AttachedDevice[] => itemsOf(cell).map(deviceOfText)

/** An id of zeros stands for nobody. */
const userIdOf = (id: string | undefined): string | undefined =>
  id === undefined || /^[0-]+$/.test(id) ? undefined : id

/** Of a list without dates, the day on which its file was written is known. */
const writtenDay = ({ fileWritten }: ReadingContext): string | undefined =>
  fileWritten === undefined ? undefined : `${fileWritten.slice(0, 10)}T00:00:00Z`

/**
 * So many programs does the full inventory of any work machine list, one that is new included; a list of fewer was
 * filtered, and what is not in it may be there.
 */
export const fullInventory = 20

export function programOf(
  row: Given,
  names: ProgramNames | undefined,
): readonly ObservedSoftware[] {
  if (names === undefined) return []
  const { text } = shapedRow(row)
  const program = {
    name: text(names.name),
    bundle: text(names.bundle),
    file: text(names.file),
    extension: text(names.extension),
    command: text(names.command),
  }
  return Object.values(program).some((value) => value !== undefined) ? [program] : []
}

/** Programs of a list within the row, whatever else is known of each. */
function programsIn(
  row: Given,
  { list, ...names }: { readonly list: string } & ProgramNames,
): readonly ObservedSoftware[] {
  const programs = row.list(list).flatMap((item) => programOf(item, names))
  row.skip(list)
  return programs
}

export function attachedOf(
  row: Given,
  names: AttachedNames | undefined,
): readonly AttachedDevice[] {
  if (names === undefined) return []
  const { text, texts } = shapedRow(row)
  const base = names.base ?? 16
  const said: AttachedDevice = {
    vendorId: usbIdOf(text(names.vendorId), base),
    productId: usbIdOf(text(names.productId), base),
    serial: text(names.serial),
    maker: text(names.maker),
    product: text(names.product) ?? text(names.monitorName),
    classes: texts(names.classes).flatMap(usbClassesOf),
    monitorMaker: text(names.monitorMaker),
  }
  const device = mergeDevices(said, deviceOfPath(text(names.path)))
  const isSaid = Object.values(device).some((value) => value !== undefined && value.length > 0)
  return isSaid ? [device] : []
}
