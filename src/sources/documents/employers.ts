import { isJobTitle } from './person-name.ts'

const year = String.raw`(?:\p{L}{3,9}\.?\s|\d{1,2}[./])?(?:19|20)\d{2}`
const now = 'present|now|current|today|ongoing|heute|aktuell|présent|actualidad'
/** `2019–2022`, `Jan 2019 - present`, `(03/2019 to 12/2022)`, `since 2019`. */
const period = new RegExp(
  String.raw`\(?(?:${year}\s*(?:[-–—]|to|bis|until)\s*(?:${year}|${now})|(?:since|seit)\s${year})\)?`,
  'iu',
)

const legalForm =
  /(?<!\p{L})(?:inc|llc|ltd|limited|gmbh|ag|se|corp|corporation|plc|pty|sarl|s\.?a\.?|s\.?r\.?l\.?|b\.?v\.?|oy|ab|kg|co)\.?$/iu

const parting = /\s[–—-]\s|\s*[|•·\t]\s*|,\s(?!(?:inc|llc|ltd|s\.?a)\b)/iu
/** `Developer at Acme`, `Developer @ Acme`, `Entwickler bei Acme`. */
const atEmployer = /^(.{3,60}?)\s(?:at|@|bei|chez)\s(.{2,60})$/iu

const noEmployer =
  /^(?:remote|freelance.*|self[- ]employed|selbst[sä]{1,2}ndig|various.*|present|hybrid|on-?site|full[- ]time|part[- ]time|contract|internship|usa?|uk|eu)$/iu

/** Words that begin with a capital, unlike those of `Led migrations`. */
const properName =
  /^(?:[\p{Lu}\p{N}&][^\s]*|of|and|und|for|the|de|et|y)(?:\s(?:[\p{Lu}\p{N}&][^\s]*|of|and|und|for|the|de|et|y))*$/u
const bullet = /^[^\p{L}\p{N}("“]/u

const longestName = 60
const mostWords = 7
/** Longer lines are sentences. */
const longestLine = 200
/** Longer careers than that have their oldest posts at the end. */
const mostEmployers = 30

/**
 * The employers in the lines of an experience section. Only of the usual shapes, where a period stands
 * on a line with a job title or beside the line of one: `Company — Title — 2019–2022`, `Title at Company
 * (2019–2022)`, `Company, 2019–2022` above or below the title. Better none than a wrong one.
 */
export function employersOf(lines: readonly string[]): readonly string[] {
  const written = lines
    .map((line) => line.trim())
    .filter((line) => line !== '' && line.length <= longestLine)
  const found = written.flatMap((line, at) => {
    if (!period.test(line) || bullet.test(line)) return []
    const beside = [written[at - 1] ?? '', written[at + 1] ?? '']
    const name = employerOn(line.replace(period, '').trim(), beside)
    return name === undefined ? [] : [name]
  })
  return [...new Set(found)].slice(0, mostEmployers)
}

/** The employer on a line whose period was taken away, with the lines above and below. */
function employerOn(line: string, beside: readonly string[]): string | undefined {
  const [, title = '', company = ''] = atEmployer.exec(line) ?? []
  if (isJobTitle(title)) return plausible(company.split(parting)[0])
  const parts = line
    .split(parting)
    .map((part) => part.replace(/^[\s,;:|–—-]+|[\s,;:|–—-]+$/g, ''))
    .filter((part) => part !== '')
  const legal = parts.find((part) => legalForm.test(part))
  if (legal !== undefined) return plausible(legal)
  const titleAt = parts.findIndex(isJobTitle)
  if (titleAt !== -1) return plausible(parts[titleAt === 0 ? 1 : 0])
  // Without a title on the line there must be one beside it, and nothing else but a place.
  const isAlone = parts.length <= 2 && parts.every((part) => properName.test(part))
  return isAlone && beside.some(isTitleLine) ? plausible(parts[0]) : undefined
}

const isTitleLine = (line: string): boolean =>
  isJobTitle(line) && line.split(/\s+/).length <= mostWords && !/[.;]$/.test(line)

function plausible(name = ''): string | undefined {
  const bare = name.trim()
  const isShaped =
    /^[\p{Lu}\p{N}]/u.test(bare) &&
    /\p{L}{2}/u.test(bare) &&
    bare.length <= longestName &&
    bare.split(/\s+/).length <= mostWords
  const isOther = noEmployer.test(bare) || isJobTitle(bare) || /[@/]|\b(?:19|20)\d{2}\b/.test(bare)
  return isShaped && !isOther ? bare : undefined
}
