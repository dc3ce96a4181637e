/** Before it, a number of seconds or milliseconds since 1970 is no plausible event. */
const earliestMs = Date.UTC(1990, 0, 1)
const latestMs = Date.UTC(2100, 11, 31)

/**
 * A point in time as others write it, as RFC 3339: as it stands where it is one (with any number of
 * decimals, and `+0000` for `+00:00`), milliseconds or seconds since 1970, or a bare day, which is its
 * first moment in UTC. Undefined for everything else, also for a time of day without an offset: where it
 * was is not guessed.
 */
export function momentOf(text: string): string | undefined {
  const trimmed = text.trim()
  if (/^\d{4}-\d{2}-\d{2}$/.test(trimmed)) return `${trimmed}T00:00:00Z`
  if (/^\d{9,14}(\.\d+)?$/.test(trimmed)) return momentOfEpoch(Number(trimmed))
  const parts = /^(\d{4}-\d{2}-\d{2})[Tt ](\d{2}:\d{2})(:\d{2}(?:\.\d+)?)? ?(.+)$/.exec(trimmed)
  if (parts === null) return undefined
  const [, day = '', clock = '', seconds = ':00', zone = ''] = parts
  const offset = offsetOf(zone)
  return offset === undefined ? undefined : `${day}T${clock}${seconds}${offset}`
}

function offsetOf(zone: string): string | undefined {
  if (/^(z|utc|gmt)$/i.test(zone)) return 'Z'
  const parts = /^([+-]\d{2}):?(\d{2})?$/.exec(zone)
  return parts === null ? undefined : `${parts[1]}:${parts[2] ?? '00'}`
}

/** Tells seconds from milliseconds by what gives a year that can be. */
function momentOfEpoch(value: number): string | undefined {
  const ms = [value, value * 1000].find((each) => each >= earliestMs && each <= latestMs)
  return ms === undefined ? undefined : new Date(ms).toISOString()
}
