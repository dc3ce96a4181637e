import { z } from 'zod'
import { allowedFacts, neverEvidence } from './allowed-evidence.ts'
import { Condition, eventKinds, SelectorOf } from './condition.ts'

/**
 * One indicator of the catalogue, one YAML file. The schema is strict and its vocabulary is an
 * allow-list, so that what is never evidence cannot be written down (see `allowed-evidence.ts`).
 */
const sentence = z.string().min(12).max(400)

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
    stage: z.string().optional(),
    organization: z.string().optional(),
    day: z.number().int().min(0).default(0),
    hour: z.number().int().min(0).max(23).default(0),
    times: z.number().int().min(1).default(1),
    /** Who sees it: one source, or with every repetition the own source of another organization. */
    seen_by: z.enum(['one', 'others']).default('one'),
    facts: z
      .record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.array(z.string())]))
      .default({}),
    selectors: z
      .array(
        z.strictObject({ kind: z.string(), detail: z.string().default(''), value: z.string() }),
      )
      .default([]),
    /** Passages of the CV, each by a word of its own. */
    passages: z.array(z.string()).default([]),
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
    /** Any of these makes it hold; a flag with its id always does. */
    shown_by: z.array(Condition).default([]),
    /** Instead of `shown_by`, where nothing but a flag shows it: who can see it, and why no condition can. */
    flag_only: sentence.optional(),
    /** Days after which a sign of the moment is worth half, counted to the identity's own latest observation. */
    half_life_days: z.number().int().min(30).optional(),
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
    if (indicator.shown_by.length > 0 === (indicator.flag_only !== undefined)) {
      check.addIssue('give either shown_by, or flag_only with who can see it')
    }
  })
  .readonly()
export type Indicator = z.infer<typeof Indicator>
