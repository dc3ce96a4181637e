import { createHash } from 'node:crypto'
import { parseHTML } from 'linkedom'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Evaluation, evaluate } from '../evaluation.ts'
import { type JudgedStore, many, openJudgedStore } from '../judged-store-fixture.ts'
import { evaluateOutcomes } from '../outcomes.ts'
import { percentText } from './figures.ts'
import { renderEvaluation, renderOutcomes } from './page.ts'

let store: JudgedStore
beforeAll(async () => {
  store = await openJudgedStore()
})
afterAll(() => store.close())

const suspected = { status: 'suspected', scheme: 0.97, likelihood: 'almost certain' } as const
const nasty = '</script><b>&"\''
const stated = [
  {
    id: 'voip',
    group: 'VOIP',
    rates: { scheme: [9, 10], other_fraud: [1, 10], genuine: [1, 10] },
  },
] as const

async function plausible(): Promise<Evaluation> {
  await store.fill([
    ...many(5, { label: 'worker', ...suspected, holds: ['voip', nasty] }),
    ...many(3, { label: 'other_fraud', scheme: 0.2, other: 0.7, likelihood: 'unlikely' }),
    ...many(2, { label: 'genuine', holds: ['voip'] }),
    ...many(30, { label: 'genuine', scheme: 0.002 }),
  ])
  await store.sql.run(`insert into review values (1, '2024-05-01', 'r', 'looked at it', 'likely', 'idn_x', 1, true,
    '{"likelihood":"almost certain"}')`)
  return evaluate(store.sql, store.truth, stated)
}

async function empty(): Promise<Evaluation> {
  await store.fill([{ label: 'genuine' }])
  await store.sql.run('delete from assessment')
  return evaluate(store.sql, store.truth)
}

const pages = [
  ['plausible', async () => renderEvaluation(await plausible())],
  ['empty', async () => renderEvaluation(await empty())],
  ['without outcomes', async () => renderOutcomes(await evaluateOutcomes(store.sql))],
] as const

describe.each(pages)('the page of %s results', (_, make) => {
  let page: string
  let document: ReturnType<typeof parseHTML>['document']
  beforeAll(async () => {
    page = await make()
    document = parseHTML(page).document
  })
  const all = (selector: string) => [...document.querySelectorAll(selector)]

  test('asks the network for nothing, and its one script is the one that its policy knows', () => {
    const policy = document.querySelector('meta[http-equiv]')?.getAttribute('content') ?? ''
    expect(policy).toContain("default-src 'none'")
    expect(all('[src], link, iframe, object, embed, form, base')).toEqual([])
    expect(all('[href]').map((each) => each.getAttribute('href'))).toEqual(['#content'])
    expect(page.match(/url\((?!data:)|@import/g)).toBeNull()
    const [script, ...others] = all('script:not([type])')
    expect(others).toEqual([])
    const hash = createHash('sha256')
      .update(script?.textContent ?? '')
      .digest('base64')
    expect(policy).toContain(`script-src 'sha256-${hash}'`)
  })

  test('every id is there once, every label arrives, every chart says what it shows', () => {
    const ids = all('[id]').map((each) => each.getAttribute('id'))
    expect(new Set(ids).size).toBe(ids.length)
    const labels = all('[aria-labelledby]').map((each) => each.getAttribute('aria-labelledby'))
    expect(labels.filter((id) => !ids.includes(id))).toEqual([])
    for (const chart of all('svg')) {
      expect(chart.getAttribute('role')).toBe('img')
      expect(chart.getAttribute('aria-label')?.length).toBeGreaterThan(20)
      expect(chart.closest('section')?.querySelector('table')).toBeTruthy()
    }
  })

  test('says no NaN, null or undefined, and the same again', async () => {
    const shown = page
      .replace(/<script[\s\S]*?<\/script>/g, '')
      .replace(/<style>[\s\S]*?<\/style>/, '')
    expect(shown.match(/\b(NaN|undefined|null|Infinity)\b/g)).toBeNull()
    expect(await make()).toBe(page)
  })
})

test('the page holds its data, and what is told cannot end it', async () => {
  const evaluation = await plausible()
  const page = renderEvaluation(evaluation)
  const { document } = parseHTML(page)
  expect(JSON.parse(document.getElementById('evaluation')?.textContent ?? '')).toEqual(evaluation)
  expect(document.querySelector('b')).toBeNull()
  const heads = [...document.querySelectorAll('#indicators-table tbody th')]
  expect(heads.map((each) => each.textContent)).toContain(nasty)
})

test('the title is the finding', async () => {
  const { document } = parseHTML(renderEvaluation(await plausible()))
  expect(document.querySelector('h1')?.textContent).toBe(
    'All 5 true identities of the scheme are suspected, and none of 32 genuine ones',
  )
  const titles = [...document.querySelectorAll('.title')].map((each) => each.textContent)
  expect(titles).toContain('None of 3 identities of other fraud are called scheme')
})

test.each([
  [0, '0 %'],
  [1, '100 %'],
  [0.9999, '>99 %'],
  [0.4849, '48 %'],
  [0.0953, '9.5 %'],
  [0.00064, '0.064 %'],
  [null, '–'],
])('per cent of %f', (share, text) => {
  expect(percentText(share).replace('\u202f', ' ')).toBe(text)
})
