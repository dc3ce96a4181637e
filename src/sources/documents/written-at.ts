/** Before and after, the clock of the writer was wrong; evidence takes no such moments either. */
const earliestYear = 1990
const latestYear = 2100

/**
 * When a PDF says that it was made (`D:20240301093000+01'00'`, ISO 32000 section 7.9.4), in RFC 3339.
 * Without an offset it is `-00:00`: the place of the clock is unknown (RFC 3339, section 4.3).
 */
export function pdfMoment(date: unknown): string | undefined {
  if (typeof date !== 'string') return undefined
  const parts =
    /^\s*(?:D:)?(\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})?(?:(Z)|([+-])(\d{2})'?(\d{2})?)?/.exec(
      date,
    )
  if (!parts) return undefined
  const [, year, month, day, hour, minute, second = '00', zulu, sign, hours, minutes = '00'] = parts
  const offset = sign === undefined ? (zulu ?? '-00:00') : `${sign}${hours}:${minutes}`
  return plausible(`${year}-${month}-${day}T${hour}:${minute}:${second}${offset}`)
}

/** When the properties of a DOCX say that it was made (`dcterms:created`, W3CDTF with a time). */
export function docxMoment(properties: string): string | undefined {
  const written = /<dcterms:created\b[^>]*>\s*([^<\s]{1,40})\s*</.exec(properties)?.[1]
  return written === undefined ? undefined : plausible(written)
}

const moment = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2}):(\d{2})(?:\.\d+)?(?:Z|[+-]\d{2}:\d{2})$/

function plausible(written: string): string | undefined {
  const parts = moment.exec(written)
  const [year = 0, month = 0, day = 0] = (parts ?? []).slice(1, 4).map(Number)
  if (year < earliestYear || year > latestYear) return undefined
  // Date.parse takes 31 February for March.
  const isDay = day <= new Date(Date.UTC(year, month, 0)).getUTCDate()
  return isDay && Number.isFinite(Date.parse(written)) ? written : undefined
}
