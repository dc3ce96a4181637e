import { describe, expect, test } from 'vitest'
import { aiOf, aiRules } from './index.ts'

describe('use of AI', () => {
  test.each([
    [{ ai: 'none', tags: ['ai'] }, 'none'],
    [{ ai: 'product', tags: ['ai'] }, 'product'],
    [{ tags: ['LLM'] }, 'pure'],
    [{ tags: ['Artificial Intelligence'] }, 'pure'],
    [{ tags: ['ai-enabled', 'fintech'] }, 'product'],
    [{ tags: ['AI_Product', 'machine learning'] }, 'pure'],
    [{ tags: ['fintech', 'airline', 'ai-free'] }, undefined],
    [{ tags: [] }, undefined],
    [{}, undefined],
  ] as const)('%j is %s', (organization, ai) => expect(aiOf(organization)).toBe(ai))

  test('a tag stands in one list only, as tags are written', () => {
    const tags = aiRules().map(({ tag }) => tag)
    expect(new Set(tags).size).toBe(tags.length)
    expect(tags.filter((tag) => !/^[a-z]+(-[a-z]+)*$/.test(tag))).toEqual([])
  })
})
