import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { checkProperty } from '../../test/property.ts'
import { givenOf } from './given.ts'
import { momentOf } from './moments.ts'
import { parseJson } from './parse-json.ts'

describe('a record of somebody else', () => {
  test('null, empty and absent are all not observed', () => {
    const given = givenOf({ a: null, b: '', c: '  ', d: [], e: {} })
    expect(['a', 'b', 'c', 'x', 'e.f'].map((path) => given.text(path))).toEqual(
      Array.from({ length: 5 }, () => undefined),
    )
    expect([given.list('a'), given.texts('d'), given.inside('a')]).toEqual([[], [], undefined])
    expect(given.problems()).toEqual([])
  })

  test('reads what is written in other types, and names what is not', () => {
    const given = givenOf({ id: 7, is: 'TRUE', no: 'maybe', n: '12', list: 'a', deep: { at: {} } })
    expect(given.text('id')).toBe('7')
    expect(given.truth('is')).toBe(true)
    expect(given.truth('no')).toBeUndefined()
    expect(given.number('n')).toBe(12)
    expect(given.texts('list')).toEqual(['a'])
    expect(given.inside('deep')?.text('at')).toBeUndefined()
    expect(given.needed('gone')).toBe('')
    expect(given.problems()).toEqual([
      { field: 'no', reason: 'expected true or false' },
      { field: 'deep.at', reason: 'expected text' },
      { field: 'gone', reason: 'needed, but it is absent' },
    ])
  })

  test('one object stands for a list of one; problems name the item', () => {
    const given = givenOf({ one: { a: 1 }, many: [{ a: {} }, 5, null, { a: 2 }] })
    expect(given.list('one').map((item) => item.text('a'))).toEqual(['1'])
    expect(given.list('many').map((item) => item.text('a'))).toEqual([undefined, '2'])
    expect(given.problems()).toEqual([
      { field: 'many[1]', reason: 'expected an object' },
      { field: 'many[0].a', reason: 'expected text' },
    ])
  })

  test('what is wrong with an item that stands apart is its own', () => {
    const given = givenOf({ many: [{ a: {} }, { a: 2 }, 'x'] })
    const [first, second, third] = given.apart('many')
    expect([first?.text('a'), second?.text('a')]).toEqual([undefined, '2'])
    expect(given.problems()).toEqual([])
    expect(third?.problems()).toEqual([{ field: 'many[2]', reason: 'expected an object' }])
    expect(first?.problems()).toEqual([{ field: 'many[0].a', reason: 'expected text' }])
  })

  test('a list of objects may be written as a JSON text, and is the same', () => {
    const list = [{ a: 1 }, { a: 2 }]
    for (const written of [list, JSON.stringify(list)]) {
      const given = givenOf({ deep: { list: written } })
      expect(given.embedded('deep.list')?.map((item) => item.text('a'))).toEqual(['1', '2'])
      expect(given.untouched()).toEqual([])
      expect(given.problems()).toEqual([])
    }
    const others = givenOf({ one: '{"a":1}', cut: '[{"a"', text: 'x', numbers: [1], none: '' })
    expect(others.embedded('one')).toHaveLength(1)
    expect(['cut', 'text', 'numbers'].map((path) => others.embedded(path))).toEqual([
      undefined,
      undefined,
      undefined,
    ])
    expect([others.embedded('none'), others.embedded('absent')]).toEqual([[], []])
  })

  test('a field that is read twice is refused once', () => {
    const given = givenOf({ at: 'soon' })
    given.moment('at')
    given.moment('at')
    expect(given.problems()).toHaveLength(1)
  })

  test('names what nobody looked at', () => {
    const given = givenOf({
      a: 1,
      b: { c: 2, d: null, e: '' },
      list: [{ x: 1, y: 2 }],
      f: ['t'],
      g: { h: 1 },
    })
    given.text('a')
    given.skip('g')
    for (const item of given.list('list')) item.text('x')
    expect(given.untouched()).toEqual(['b.c', 'f[]', 'list[].y'])
    given.texts('f')
    expect(given.untouched()).toEqual(['b.c', 'list[].y'])
  })

  test('no value makes it fail', () => {
    checkProperty(
      fc.property(fc.anything(), fc.string(), (value, path) => {
        const given = givenOf(value)
        given.text(path)
        given.texts(path)
        given.moment(path)
        given.number(path)
        for (const item of [...given.list(path), ...given.apart(path)]) item.needed('id')
        expect(Array.isArray(given.untouched())).toBe(true)
      }),
      { runs: 100 },
    )
  })
})

describe('points in time', () => {
  test.each([
    ['2024-03-18T09:41:07Z', '2024-03-18T09:41:07Z'],
    ['2024-03-18T09:41:07.1234567Z', '2024-03-18T09:41:07.1234567Z'],
    ['2024-03-18 09:41:07 UTC', '2024-03-18T09:41:07Z'],
    ['2024-03-18T09:41:07+0200', '2024-03-18T09:41:07+02:00'],
    ['2024-03-18T09:41-05', '2024-03-18T09:41:00-05:00'],
    ['2024-03-18', '2024-03-18T00:00:00Z'],
    ['1710754867000', '2024-03-18T09:41:07.000Z'],
    ['1710754867', '2024-03-18T09:41:07.000Z'],
    ['2024-03-18T09:41:07', undefined],
    ['18.03.2024', undefined],
    ['yesterday', undefined],
    ['12', undefined],
  ])('%s is %s', (text, moment) => {
    expect(momentOf(text)).toBe(moment)
  })
})

describe('whole numbers beyond a double', () => {
  test('keep their digits as text', () => {
    expect(
      parseJson('{"id":9007199254740993,"e":1.04e+20,"n":12,"x":1.5,"t":"9007199254740993"}'),
    ).toEqual({
      id: '9007199254740993',
      e: '1.04e+20',
      n: 12,
      x: 1.5,
      t: '9007199254740993',
    })
  })

  test('everything else is what the parser says', () => {
    checkProperty(
      fc.property(fc.jsonValue(), (value) => {
        const text = JSON.stringify(value)
        fc.pre(!/\d{16}|\d[eE]\+?\d/.test(text))
        expect(parseJson(text)).toEqual(JSON.parse(text))
      }),
      { runs: 100 },
    )
  })
})
