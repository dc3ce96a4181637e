import { mistype } from './names.ts'
import { below, chance, pick, type Stream, shuffle } from './random.ts'

/**
 * CV texts from a small grammar. Nearly every sentence of a person's own is unlike any other's; what
 * two CVs share was put there: a public template, a project two colleagues worked on, or a passage
 * that a ring uses again.
 */
const deeds =
  'Built Led Designed Rebuilt Maintained Shipped Rolled-out Owned Automated Documented Introduced Migrated Audited Extended Stabilised Reworked Coordinated Specified Prototyped Simplified Instrumented Consolidated'.split(
    ' ',
  )
const kinds =
  'multi-tenant offline-first event-driven read-only nightly self-service real-time audited fault-tolerant low-latency schema-first regional cross-team paperless serverless versioned role-based incremental'.split(
    ' ',
  )
const things = {
  technical:
    'billing pipeline,search index,mobile client,release train,feature store,claims portal,ticket router,telemetry collector,booking engine,design system,job scheduler,document vault,rate limiter,message gateway,test harness,chat widget,record viewer,pricing service,map layer,data warehouse,deployment pipeline,identity gateway,report builder,audit trail'.split(
      ',',
    ),
  office:
    'payroll run,month-end close,invoice queue,claims backlog,vendor ledger,customer desk,benefits enrolment,expense policy,reconciliation routine,records archive,onboarding checklist,tax filing calendar,knowledge base,complaints procedure,cash forecast,purchase approval,returns desk,case register'.split(
      ',',
    ),
}
const audiences =
  'regional clinics,retail branches,field technicians,insurance brokers,municipal offices,freight customers,research groups,call-centre teams,warehouse staff,school districts,mortgage advisers,lab technicians,hotel guests,energy traders,grant officers,volunteer groups,dental practices,tenant associations,union members,museum visitors'.split(
    ',',
  )
const means = {
  technical:
    'TypeScript,Kotlin,Swift,Go,Python,Rust,Postgres,Kafka,React,Flutter,Terraform,Kubernetes,Elixir,Spark,GraphQL,Ruby on Rails,.NET,Java,Vue,Airflow'.split(
      ',',
    ),
  office:
    'spreadsheets,a shared ledger,a ticket system,standard forms,a new ERP,weekly reviews,a scanning bureau,templates,a service desk tool,checklists'.split(
      ',',
    ),
}
const gains = 'cutting,halving,lowering,shortening,raising,doubling,improving,steadying'.split(',')
const measures =
  'page load,error budget spend,open tickets,cloud spend,time to hire,rework,sign-up time,crash rate,days to close,duplicate records,call time,stock-outs,onboarding time,query time,missed deadlines,refund volume'.split(
    ',',
  )
const nouns =
  'Heron Basalt Lantern Juniper Copper Anchor Falcon Meridian Tundra Walnut Sable Cinder Willow Onyx Harbor Quartz Orchid Pebble Raven Summit Thistle Umber Vesper Zephyr Bramble Cobalt Drift Ember Fathom Gable'.split(
    ' ',
  )

/** Phrases of public templates and CV builders: anybody may have them. */
export const templates: readonly string[] = [
  'Results-driven professional with a proven track record of delivering on time and within budget.',
  'Passionate problem solver who thrives in fast-paced, collaborative environments.',
  'Detail-oriented team player with excellent written and verbal communication skills.',
  'Experienced full stack engineer with a strong background in building scalable web applications.',
  'Seeking a challenging role where I can leverage my skills and grow with the company.',
  'Highly motivated self-starter with the ability to work independently and as part of a team.',
  'Skilled in agile methodologies, continuous integration and cross-functional collaboration.',
  'Adept at translating business requirements into clean, maintainable solutions.',
  'Strong analytical skills with hands-on experience across the software development life cycle.',
  'Dedicated to writing clean, efficient and well-documented code.',
  'Proficient in office software with strong organisational and time management skills.',
  'Committed to continuous learning and professional development.',
  'Known for building strong relationships with clients and stakeholders at every level.',
  'Comfortable working remotely across time zones with minimal supervision.',
  'Mentored junior colleagues and took part in code reviews and technical interviews.',
  'Worked closely with product managers and designers to deliver a seamless user experience.',
]

export type Trade = keyof typeof things

/** A sentence of one's own; one in twenty-five has a slip of the keyboard in it. */
export function drawSentence(draw: Stream, trade: Trade): string {
  const project = `${pick(draw, nouns)}${pick(draw, nouns).toLowerCase()}`
  const named = chance(draw, 0.35) ? ` (project ${project})` : ''
  const text =
    `${pick(draw, deeds)} a ${pick(draw, kinds)} ${pick(draw, things[trade])}${named} for ${pick(draw, audiences)} ` +
    `with ${pick(draw, means[trade])}, ${pick(draw, gains)} ${pick(draw, measures)} by ${3 + below(draw, 85)} percent.`
  return chance(draw, 0.04) ? mistype(draw, text) : text
}

/** A line of the CV's history: two people rarely have the same. */
function drawPost(draw: Stream, from: number): string {
  const employer = `${pick(draw, nouns)} ${pick(draw, nouns)} ${pick(draw, ['Ltd', 'Inc', 'Group', 'LLC'])}`
  return `${employer}, ${from} to ${from + 1 + below(draw, 4)}.`
}

/** Somebody's own CV, a sentence an item. */
export function drawCv(draw: Stream, trade: Trade): readonly string[] {
  const own = Array.from({ length: 4 + below(draw, 4) }, () => drawSentence(draw, trade))
  const borrowed = chance(draw, 0.3) ? shuffle(draw, templates).slice(0, 1 + below(draw, 3)) : []
  const first = 2006 + below(draw, 10)
  return [...borrowed, ...own, drawPost(draw, first + 4), drawPost(draw, first)]
}

/** The CV as sent with one application: as it is, or with a sentence left out, or in another order. */
export function tailorCv(draw: Stream, cv: readonly string[]): string {
  if (chance(draw, 0.65)) return cv.join(' ')
  if (chance(draw, 0.5)) return shuffle(draw, cv).join(' ')
  const left = below(draw, cv.length)
  return cv.filter((_, place) => place !== left).join(' ')
}
