import { describe, expect, test } from 'vitest'
import { isComplete, quarterOf, quartersBetween } from './quarters.ts'
import { counted, dayOfYear, figure, listed, percent, portion, shareOf } from './wording.ts'

describe('words for figures', () => {
  test.each([
    [0, '0 %'],
    [0.0004, 'less than 0.1 %'],
    [0.004, '0.4 %'],
    [0.475, '48 %'],
    [0.9999, '99.9 %'],
    [1, '100 %'],
  ])('%f is %s', (share, words) => {
    expect(percent(share)).toBe(words)
  })

  test.each([
    [0, 'None of the organizations (0 %)'],
    [0.25, 'A quarter of the organizations (25 %)'],
    [0.27, 'More than a quarter of the organizations (27 %)'],
    [0.48, 'Nearly half of the organizations (48 %)'],
    [0.5, 'Half of the organizations (50 %)'],
    [0.6, '60 % of the organizations'],
    [1, 'All of the organizations (100 %)'],
  ])('%f of them: %s', (share, words) => {
    expect(portion(share, 'organizations')).toBe(words)
  })

  test('counts and lists', () => {
    expect(figure(6504)).toBe('6\u202f504')
    expect(counted(1, 'interview')).toBe('1 interview')
    expect(counted(0, 'interview')).toBe('0 interviews')
    expect(listed(['a', 'b', 'c'])).toBe('a, b and c')
    expect(listed([])).toBe('')
    expect(shareOf(0, 0)).toBeNull()
    expect(dayOfYear('2025-06-30')).toBe('30 June')
  })
})

describe('quarters', () => {
  test('of days, and without gaps over the end of a year', () => {
    expect(['2024-01-01', '2024-03-31', '2024-04-01', '2024-12-31'].map(quarterOf)).toEqual([
      '2024-Q1',
      '2024-Q1',
      '2024-Q2',
      '2024-Q4',
    ])
    expect(quartersBetween('2023-Q3', '2024-Q2')).toEqual([
      '2023-Q3',
      '2023-Q4',
      '2024-Q1',
      '2024-Q2',
    ])
    expect(quartersBetween('2024-Q2', '2024-Q1')).toEqual([])
  })

  test('a quarter is complete when its first and last day are seen', () => {
    expect(isComplete('2024-Q1', undefined, '2024-03-31')).toBe(true)
    expect(isComplete('2024-Q1', undefined, '2024-03-30')).toBe(false)
    expect(isComplete('2024-Q1', '2024-01-01', '2024-12-31')).toBe(true)
    expect(isComplete('2024-Q1', '2024-01-02', '2024-12-31')).toBe(false)
  })
})
