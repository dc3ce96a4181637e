import { createRequire } from 'node:module'
import { occupationOf } from './occupations.ts'
import { type TitlePhrases, titlePhrases } from './title-phrases.ts'
import { headOf, wordsOf } from './title-words.ts'

type List = typeof import('../../taxonomy/job-titles.json', { with: { type: 'json' }})

/** The occupation of a job, and whether its title or the code beside it told. */
export interface TitleOccupation {
  /** A detailed occupation of SOC 2018, where the title told. */
  readonly code: string
  readonly title: string
  readonly by: 'title' | 'code'
}

/** A code, or null where the phrase says that the title is too broad for one. */
type Meaning = { readonly code: string | null }

interface Lists {
  readonly strong: TitlePhrases<Meaning>
  /** Topics and bare heads that decide only where nothing else does. */
  readonly weak: TitlePhrases<Meaning>
}

let lists: Lists | undefined

/** Some thousands of phrases: made when the first title is asked for, not at the start of every command. */
function builtLists(): Lists {
  lists ??= { strong: titlePhrases(phrasesOf('phrases')), weak: titlePhrases(phrasesOf('weak')) }
  return lists
}

const jobTitleList = (): List => createRequire(import.meta.url)('../../taxonomy/job-titles.json')

/**
 * The phrases of a kind with the code that each means: those that a class spells out before those that
 * are written out, because the later one of two that are the same counts.
 */
export function phrasesOf(kind: 'phrases' | 'weak'): readonly (readonly [string, Meaning])[] {
  const { rules, classes } = jobTitleList()
  const all = rules.flatMap(({ code, [kind]: phrases = [] }) =>
    phrases.map((phrase) => ({ phrase, code })),
  )
  const isClass = ({ phrase }: { readonly phrase: string }) => phrase.includes('{')
  return [...all.filter(isClass), ...all.filter((of) => !isClass(of))].flatMap(({ phrase, code }) =>
    spelledOut(phrase, classes).map((one) => [one, { code }] as const),
  )
}

/** `{stack} {maker}` stands for every pair of a stack and a maker. */
function spelledOut(
  phrase: string,
  classes: Readonly<Record<string, readonly string[]>>,
): readonly string[] {
  const name = /\{(\w+)\}/u.exec(phrase)?.[1]
  if (name === undefined) return [phrase]
  const members = classes[name]
  if (members === undefined) throw new Error(`job-titles.json: no class ${name}`)
  return members.flatMap((member) => spelledOut(phrase.replace(`{${name}}`, member), classes))
}

/**
 * The occupation of a job title in the wild. The head of the title (before a comma, dash or bracket)
 * is asked before the whole; phrases whose words stand together before words that stand apart; topics
 * and bare heads (`payroll`, `developer`) last. A SOC code decides only where the title does not.
 * `unmapped` where neither does: `Engineer`, `Manager`, `Consultant` could be anything.
 */
export function occupationOfTitle(title: string, soc?: string): TitleOccupation | 'unmapped' {
  const code = codeOfTitle(title)
  if (code !== null) return named(code, 'title')
  const given = soc === undefined ? undefined : occupationOf(soc)
  return given?.edition === 2018 ? named(given.code, 'code') : 'unmapped'
}

function codeOfTitle(title: string): string | null {
  const { strong, weak } = builtLists()
  const head = headOf(title)
  const whole = wordsOf(title)
  const meaning =
    strong.together(head) ??
    strong.together(whole) ??
    strong.apart(whole) ??
    weak.together(head) ??
    weak.together(whole)
  return meaning?.code ?? null
}

const named = (code: string, by: 'title' | 'code'): TitleOccupation => ({
  code,
  title: occupationOf(code)?.title ?? code,
  by,
})
