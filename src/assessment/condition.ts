import { z } from 'zod'
import { allowedFacts, allowedSelectors, placeComparisons } from './allowed-evidence.ts'

/**
 * What an indicator may ask of the evidence: one schema per type of condition. The vocabulary is an
 * allow-list (see `allowed-evidence.ts`).
 */
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

export const SelectorOf = z
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
 * name or a recycled number. Above `at_most` it is a hub, muted or not; showings
 * of sources without a grade are not counted into one.
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

/** The same sentences in the CVs, letters or work samples of another presented person. */
const SharedPassages = z
  .strictObject({
    type: z.literal('shared_passages'),
    /** So many passages with one and the same other person. */
    passages_at_least: z.number().int().min(1),
    /** A passage that more identities show is a template. */
    held_by_at_most: z.number().int().min(2).max(20),
  })
  .readonly()
export type SharedPassages = z.infer<typeof SharedPassages>

/** So many different selectors of one kind in a stretch of time, or ever: contacts that keep changing. */
const DistinctSelectors = z
  .strictObject({
    type: z.literal('distinct_selectors'),
    selector: SelectorOf,
    seen_in: z.array(z.enum(eventKinds)).min(1).optional(),
    at_least: z.number().int().min(3),
    within_days: z.number().int().min(1),
    /** All of them towards one employer: who applies to many may well use an address for each. */
    same_employer: z.boolean().default(false),
  })
  .readonly()
export type DistinctSelectors = z.infer<typeof DistinctSelectors>

/** Events of one kind after an employment at the same employer ended, and before another one started. */
const AfterEnd = z
  .strictObject({
    type: z.literal('after_end'),
    kind: z.enum(eventKinds),
    hours_at_least: z.number().int().min(1),
    within_days: z.number().int().min(1),
  })
  .readonly()
export type AfterEnd = z.infer<typeof AfterEnd>

/** Employed by several employers at once, each longer than a notice period. */
const OverlappingEmployment = z
  .strictObject({
    type: z.literal('overlapping_employment'),
    employers_at_least: z.number().int().min(2),
    days_at_least: z.number().int().min(31),
  })
  .readonly()
export type OverlappingEmployment = z.infer<typeof OverlappingEmployment>

/**
 * Two kinds of events that should be at one place never are, over weeks: where the work machine stands
 * and where the sign-in comes from. Neither place can be named.
 */
const PlacesApart = z
  .strictObject({
    type: z.literal('places_apart'),
    of: z.enum(eventKinds),
    from: z.enum(eventKinds),
    observations: z.number().int().min(3),
    days: z.number().int().min(14),
  })
  .readonly()
export type PlacesApart = z.infer<typeof PlacesApart>

/** Events of one kind at several places within hours. No place can be named. */
const PlacesVary = z
  .strictObject({
    type: z.literal('places_vary'),
    kind: z.enum(eventKinds),
    /** Observations with this fact are of no place: an exit of a VPN. */
    without: FactCondition.optional(),
    hours: z.number().int().min(1).max(24),
    times_at_least: z.number().int().min(2),
  })
  .readonly()
export type PlacesVary = z.infer<typeof PlacesVary>

/**
 * Shares one of these, which is no hub, with an identity that people have assessed. It counts with a
 * discount, in the group of what is shared, and only from decisions: what links alone have brought
 * about never counts again.
 */
const LinkedToAssessed = z
  .strictObject({ type: z.literal('linked_to_assessed'), selector: SelectorOf })
  .readonly()
export type LinkedToAssessed = z.infer<typeof LinkedToAssessed>

/** Its identifiers were published by somebody else. */
const Published = z.strictObject({ type: z.literal('published') }).readonly()

export const Condition = z.discriminatedUnion('type', [
  FactCondition,
  FactDiffers,
  SharedSelector,
  RefereeIsCandidate,
  CountWithin,
  Ring,
  Published,
  SharedPassages,
  DistinctSelectors,
  AfterEnd,
  OverlappingEmployment,
  PlacesApart,
  PlacesVary,
  LinkedToAssessed,
])
export type Condition = z.infer<typeof Condition>
