import { expect, test } from 'vitest'
import { bitsWhenAbsent, bitsWhenSeen, meanShare } from './rates.ts'
import { priorBits } from './weighing.ts'

const rates = { scheme: [7, 15], other_fraud: [1, 11], genuine: [0, 31] } as const

test('a share is the hits and a half of the cases and one', () => {
  expect(meanShare([7, 15])).toBe(7.5 / 16)
  expect(meanShare([0, 31])).toBe(1 / 64)
})

test('bits when seen: 0.46875 / 0.125 and 0.46875 / 0.015625', () => {
  expect(bitsWhenSeen({ rates }).other).toBeCloseTo(Math.log2(3.75), 12)
  expect(bitsWhenSeen({ rates }).genuine).toBeCloseTo(Math.log2(30), 12)
})

test('bits when absent: 0.53125 / 0.875 and 0.53125 / 0.984375', () => {
  expect(bitsWhenAbsent({ rates }).other).toBeCloseTo(Math.log2(0.53125 / 0.875), 12)
  expect(bitsWhenAbsent({ rates }).genuine).toBeCloseTo(Math.log2(0.53125 / 0.984375), 12)
})

test('prior odds: one in eight against one in four and what remains', () => {
  const prior = { scheme: 1 / 8, other_fraud: 1 / 4 }
  expect(priorBits.other(prior)).toBeCloseTo(-1, 12)
  expect(priorBits.genuine(prior)).toBeCloseTo(Math.log2(1 / 5), 12)
})
