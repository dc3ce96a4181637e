import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { checkProperty } from '../../../test/property.ts'
import { dateFormat, isTimezone, readDate } from './map-dates.ts'

function read(text: string, format: string, zone?: string): string | undefined {
  const read = dateFormat(format)
  if (typeof read === 'string') throw new Error(read)
  return readDate(text, [read], zone)
}

test.each([
  ['18.03.2024 09:41', 'dd.MM.yyyy HH:mm', 'Europe/Berlin', '2024-03-18T09:41:00+01:00'],
  ['3/8/2024 1:05 PM', 'M/d/yyyy h:mm a', 'America/Chicago', '2024-03-08T13:05:00-06:00'],
  ['3/8/2024 12:05 a.m.', 'M/d/yyyy h:mm a', 'America/Chicago', '2024-03-08T00:05:00-06:00'],
  ['18 März 2024', 'd MMMM yyyy', undefined, '2024-03-18T00:00:00Z'],
  ['18 août 2024', 'd MMM yyyy', 'Europe/Paris', '2024-08-18T00:00:00+02:00'],
  ['ene. 5, 24', 'MMM d, yy', undefined, '2024-01-05T00:00:00Z'],
  [
    '2024-03-18T09:41:30.1234567-05:00',
    "yyyy-MM-dd'T'HH:mm:ssXXX",
    undefined,
    '2024-03-18T09:41:30-05:00',
  ],
  ['18.03.2024', 'dd.MM.yyyy', 'Asia/Kolkata', '2024-03-18T00:00:00+05:30'],
])('%s as %s in %s is %s', (...[text, format, zone, moment]) => {
  expect(read(text, format, zone)).toBe(moment)
})

test.each([
  ['31.02.2024', 'dd.MM.yyyy'],
  ['1.3.2024', 'dd.MM.yyyy'],
  ['13/13/2024', 'MM/dd/yyyy'],
  ['18.03.2024 24:00', 'dd.MM.yyyy HH:mm'],
  ['18.03.2024 13:00 PM', 'dd.MM.yyyy h:mm a'],
  ['18 Foo 2024', 'd MMM yyyy'],
  ['2024-03-18 ', 'yyyy-MM-dd'],
  ['x2024-03-18', 'yyyy-MM-dd'],
])('%s is no date of %s', (text, format) => {
  expect(read(text, format, 'UTC')).toBeUndefined()
})

describe('a changed clock', () => {
  test('what stands in the hour that is skipped comes an hour later', () => {
    expect(read('31.03.2024 02:30', 'dd.MM.yyyy HH:mm', 'Europe/Berlin')).toBe(
      '2024-03-31T03:30:00+02:00',
    )
  })
  test('of the hour that comes twice, the first is taken', () => {
    expect(read('27.10.2024 02:30', 'dd.MM.yyyy HH:mm', 'Europe/Berlin')).toBe(
      '2024-10-27T02:30:00+02:00',
    )
    expect(read('11/3/2024 1:30 AM', 'M/d/yyyy h:mm a', 'America/New_York')).toBe(
      '2024-11-03T01:30:00-04:00',
    )
  })
  test('a day that begins without a midnight begins at its first moment', () => {
    expect(read('2018-11-04', 'yyyy-MM-dd', 'America/Sao_Paulo')).toBe('2018-11-04T01:00:00-02:00')
  })
})

test.each([
  'yyyy-MM',
  'dd.MM.yyyy hh:mm',
  'dd.MM.yyyy mm',
  'QQ yyyy-MM-dd',
  "yyyy-MM-dd 'x",
  'yyyy-MM-dd dd',
])('%s is no format', (format) => expect(typeof dateFormat(format)).toBe('string'))

test('zones are those of the IANA list', () => {
  expect(['UTC', 'Europe/Berlin', 'America/Argentina/Ushuaia'].every(isTimezone)).toBe(true)
  expect(['CET+1', 'Berlin', '', 'FILL IN', 'est'].some(isTimezone)).toBe(false)
})

const zones = [
  'UTC',
  'Europe/Berlin',
  'America/Chicago',
  'Asia/Kathmandu',
  'Australia/Lord_Howe',
  'Pacific/Apia',
]

test('property: a moment written in any zone is read back to itself or, in an hour that comes twice, an hour or so before it', () => {
  checkProperty(
    fc.property(
      fc.integer({ min: 631_152_000, max: 4_102_444_800 }),
      fc.constantFrom(...zones),
      (seconds, zone) => {
        const shown = new Intl.DateTimeFormat('sv', {
          timeZone: zone,
          year: 'numeric',
          month: '2-digit',
          day: '2-digit',
          hour: '2-digit',
          minute: '2-digit',
          second: '2-digit',
          hourCycle: 'h23',
        }).format(seconds * 1000)
        const again = Date.parse(read(shown, 'yyyy-MM-dd HH:mm:ss', zone) ?? '') / 1000
        const earlier = seconds - again
        expect([0, 1800, 3600]).toContain(earlier)
      },
    ),
    { runs: 300 },
  )
})
