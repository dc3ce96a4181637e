import { z } from 'zod'
import {
  allowedFacts,
  allowedSelectors,
  neverEvidence,
  placeComparisons,
} from './allowed-evidence.ts'

/**
 * One indicator of the catalogue, one YAML file. The schema is strict and its vocabulary is an
 * allow-list, so that what is never evidence cannot be written down (see `allowed-evidence.ts`).
 */
const sentence = z.string().min(12).max(400)
const selectorKinds = Object.keys(allowedSelectors) as [SelectorKind, ...SelectorKind[]]
export type SelectorKind = keyof typeof allowedSelectors

export const eventKinds = [
  'application',
  'interview',
  'employment',
  'sign_in',
  'device',
  'shipment',
  'payment',
  'verification',
  'report',
  'publication',
] as const

const SelectorOf = z
  .strictObject({ kind: z.enum(selectorKinds), details: z.array(z.string()).min(1).optional() })
  .superRefine((selector, check) => {
    const known: readonly string[] = allowedSelectors[selector.kind]
    for (const detail of selector.details ?? []) {
      if (!known.includes(detail)) check.addIssue(`unknown detail "${detail}" of ${selector.kind}`)
    }
  })
  .readonly()
export type SelectorOf = z.infer<typeof SelectorOf>

const tests = {
  is_one_of: z.array(z.string()).min(1).optional(),
  is: z.boolean().optional(),
  at_least: z.number().optional(),
  at_most: z.number().optional(),
  contains_any: z.array(z.string().min(2)).min(1).optional(),
  not_empty: z.literal(true).optional(),
  items_at_least: z.number().int().min(2).optional(),
} as const
type TestName = keyof typeof tests

const testsByValue: Readonly<Record<string, readonly TestName[]>> = {
  word: ['is_one_of'],
  truth: ['is'],
  number: ['at_least', 'at_most'],
  product: ['contains_any', 'not_empty', 'items_at_least'],
}

/** A machine-observed fact of one event has a value: exactly one test, of the fact's own type. */
const FactCondition = z
  .strictObject({ type: z.literal('fact'), name: z.string(), ...tests })
  .superRefine((condition, check) => {
    const fact = allowedFacts[condition.name]
    if (fact === undefined) {
      check.addIssue(`"${condition.name}" is not a fact that may be evidence`)
      return
    }
    const used = (Object.keys(tests) as TestName[]).filter((test) => condition[test] !== undefined)
    const [only] = used
    const fitting = testsByValue[fact.value] ?? []
    if (used.length !== 1 || only === undefined || !fitting.includes(only)) {
      check.addIssue(`${condition.name} takes exactly one of ${fitting.join(', ')}`)
    }
    const words: readonly string[] = fact.value === 'word' ? fact.words : []
    for (const word of condition.is_one_of ?? []) {
      if (!words.includes(word)) check.addIssue(`${condition.name} is never "${word}"`)
    }
  })
  .readonly()
export type FactCondition = z.infer<typeof FactCondition>

/**
 * An observed place disagrees with the person's own claim, again and again, over weeks. Neither place
 * can be named. One disagreement is travel; the floors of the schema keep it from counting.
 */
const FactDiffers = z
  .strictObject({
    type: z.literal('fact_differs'),
    comparison: z.enum(Object.keys(placeComparisons) as [PlaceComparison, ...PlaceComparison[]]),
    observations: z.number().int().min(3),
    days: z.number().int().min(14),
    /** Share of the observations that may still agree. */
    agreeing_share_below: z.number().min(0.01).max(0.5),
  })
  .readonly()
export type PlaceComparison = keyof typeof placeComparisons
export type FactDiffers = z.infer<typeof FactDiffers>

/**
 * Several presented persons show one selector. At least three: what two share is a couple, a change of
 * name or a recycled number. Above `at_most` it is a hub, muted or not.
 */
const SharedSelector = z
  .strictObject({
    type: z.literal('shared_selector'),
    selector: SelectorOf,
    /** In which events it is shown; any where absent. */
    seen_in: z.array(z.enum(eventKinds)).min(1).optional(),
    /** As what the identity itself shows it, where that differs: equipment of others goes to its home. */
    own_details: z.array(z.string()).min(1).optional(),
    /** Where the identity itself shows it, where that differs: others use the line that a report names. */
    own_seen_in: z.array(z.enum(eventKinds)).min(1).optional(),
    /** Observations with this fact show nothing: an exit of a VPN is nobody's site. */
    without: FactCondition.optional(),
    at_least: z.number().int().min(3),
    at_most: z.number().int().max(60),
    /** Different employers at which it was observed: colleagues share an office. */
    employers_at_least: z.number().int().min(0).default(0),
    within_days: z.number().int().min(1).optional(),
  })
  .readonly()
export type SharedSelector = z.infer<typeof SharedSelector>

/** Somebody named as a reference is, by mailbox or phone, another candidate. */
const RefereeIsCandidate = z.strictObject({ type: z.literal('referee_is_candidate') }).readonly()

/** Many events of one kind of one identity in a stretch of time. */
const CountWithin = z
  .strictObject({
    type: z.literal('count_within'),
    kind: z.enum(eventKinds),
    hours: z.number().int().min(1),
    at_least: z.number().int().min(2),
  })
  .readonly()
export type CountWithin = z.infer<typeof CountWithin>

/** In a ring with an identity to which one of these comparisons of the same-hands model links it. */
const Ring = z
  .strictObject({
    type: z.literal('ring'),
    through: z.array(z.string().regex(/^[a-z_]+$/)).min(1),
    shown_by: SelectorOf,
  })
  .readonly()
export type RingCondition = z.infer<typeof Ring>

/** Its identifiers were published by somebody else. */
const Published = z.strictObject({ type: z.literal('published') }).readonly()

const Condition = z.discriminatedUnion('type', [
  FactCondition,
  FactDiffers,
  SharedSelector,
  RefereeIsCandidate,
  CountWithin,
  Ring,
  Published,
])
export type Condition = z.infer<typeof Condition>

/** What must have been observed for the absence of the indicator to say something. */
const Observable = z.union([
  z.strictObject({ fact: z.string().refine((name) => name in allowedFacts) }).readonly(),
  z.strictObject({ selector: SelectorOf }).readonly(),
])
export type Observable = z.infer<typeof Observable>

/** `[hits, cases]`: seen in `hits` of `cases`. The cases are the weight of the opinion. */
const Rate = z
  .tuple([z.number().min(0), z.number().min(1)])
  .refine(([hits, cases]) => hits <= cases, 'more hits than cases')
  .readonly()
export type Rate = z.infer<typeof Rate>

/** One observation of an example, as little of it as the example needs. */
const ExampleObservation = z
  .strictObject({
    /** Who shows it: `me` is the identity of the example, other words are other presented persons. */
    who: z.array(z.string()).min(1).default(['me']),
    kind: z.enum(eventKinds),
    organization: z.string().optional(),
    day: z.number().int().min(0).default(0),
    times: z.number().int().min(1).default(1),
    facts: z
      .record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.array(z.string())]))
      .default({}),
    selectors: z
      .array(
        z.strictObject({ kind: z.string(), detail: z.string().default(''), value: z.string() }),
      )
      .default([]),
    flags: z.array(z.string()).default([]),
    claims: z
      .strictObject({ country: z.string().optional(), timezone: z.string().optional() })
      .default({}),
  })
  .readonly()
export type ExampleObservation = z.infer<typeof ExampleObservation>
const Example = z.array(ExampleObservation).min(1).readonly()

export const categories = ['technical', 'behavioural', 'documentary', 'employer_reported'] as const

export const Indicator = z
  .strictObject({
    id: z.string().regex(/^[a-z]+(_[a-z]+)*$/),
    version: z.number().int().min(1),
    title: z.string().min(8).max(90),
    category: z.enum(categories),
    stages: z
      .array(
        z.enum(['application', 'screening', 'interview', 'onboarding', 'employed', 'offboarding']),
      )
      .min(1),
    /** Findings of one group come from one underlying fact and count once. */
    group: z.enum([
      'CONTACT',
      'DOC',
      'ID',
      'BULK',
      'DEVICE',
      'NET',
      'LIVE',
      'SHIP',
      'PAY',
      'ENDPOINT',
      'CODE',
      'WORK',
      'REPORT',
    ]),
    /** alone: opens a review by itself; combination: only with another group; context: weighs next to nothing. */
    strength: z.enum(['alone', 'combination', 'context']),
    /** Any of these makes it hold; a flag with its id always does, so the list may be empty. */
    shown_by: z.array(Condition).default([]),
    /** Only where one of these was observed does its absence count. */
    observable: z.array(Observable).default([]),
    /** People who live together share this too: all such findings of an identity are one underlying fact. */
    explained_by_shared_home: z.boolean().default(false),
    /** What it shows is infrastructure that somebody lends: it can make a facilitator of an identity. */
    lends_infrastructure: z.boolean().default(false),
    rates: z.strictObject({ scheme: Rate, other_fraud: Rate, genuine: Rate }).readonly(),
    /** Why these rates: what was published, and what is opinion. */
    why: sentence,
    protected: z
      .strictObject({ risk: z.enum(['none', 'low', 'medium', 'high']), note: sentence.optional() })
      .readonly(),
    innocent: z.array(z.string().min(5)).min(1),
    /** The check that would settle it, the same for every candidate. */
    check: sentence,
    sources: z.array(z.string().regex(/^[A-Z0-9][A-Z0-9-]+$/)).min(1),
    examples: z
      .strictObject({ fires: z.array(Example).min(1), silent: z.array(Example).min(1) })
      .readonly(),
  })
  .superRefine((indicator, check) => {
    const reason = neverEvidence[indicator.id]
    if (reason !== undefined) check.addIssue(`${indicator.id} is never evidence: ${reason}`)
  })
  .readonly()
export type Indicator = z.infer<typeof Indicator>
