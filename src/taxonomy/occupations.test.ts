import { describe, expect, test } from 'vitest'
import former from '../../taxonomy/occupations-2010.json' with { type: 'json' }
import { occupationOf, occupationRows } from './index.ts'

describe('occupations', () => {
  test('SOC 2018 is whole: 23 major, 98 minor, 459 broad, 867 detailed', () => {
    const count = (level: string) => occupationRows().filter((row) => row.level === level).length
    expect(['major', 'minor', 'broad', 'detailed'].map(count)).toEqual([23, 98, 459, 867])
    expect(new Set(occupationRows().map(({ code }) => code)).size).toBe(1447)
    expect(occupationRows().filter(({ major }) => major.title === '')).toEqual([])
  })

  test.each(['15-1252', '151252', '15-1252.00', ' 15-1252.01 '])(
    '%j is software developers',
    (code) => {
      expect(occupationOf(code)).toEqual({
        edition: 2018,
        code: '15-1252',
        title: 'Software Developers',
        level: 'detailed',
        major: { code: '15-0000', title: 'Computer and Mathematical Occupations' },
      })
    },
  )

  test.each([
    ['15-0000', 'major'],
    ['15-1200', 'minor'],
    ['51-5100', 'minor'],
    ['15-1250', 'broad'],
  ])('%s is a %s group', (code, level) => expect(occupationOf(code)).toMatchObject({ level }))

  test.each(['', '15', '15-12', '99-9999', '15-1252.0', '15-1252.000', 'software', '1５-1252'])(
    '%j is no code',
    (code) => expect(occupationOf(code)).toBeUndefined(),
  )

  test('a code of SOC 2010 that is gone is its one successor, or said to be of the older edition', () => {
    expect(occupationOf('15-1131')).toMatchObject({ edition: 2018, code: '15-1251' })
    expect(occupationOf('15-1132.00')).toEqual({
      edition: 2010,
      code: '15-1132',
      title: 'Software Developers, Applications',
      successors: ['15-1252', '15-1253'],
    })
    const known = new Set(occupationRows().map(({ code }) => code))
    expect(former.filter(({ code }) => known.has(code))).toEqual([])
    expect(former.flatMap(({ successors }) => successors).filter((of) => !known.has(of))).toEqual(
      [],
    )
    expect([
      former.length,
      former.filter(({ successors }) => successors.length === 1).length,
    ]).toEqual([88, 64])
  })
})
