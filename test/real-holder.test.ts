import { beforeAll, describe, expect, test } from 'vitest'
import type { Observation, PresentedPerson } from '../src/evidence/index.ts'
import { type Attack, changed, type StandingWorld, standingsAfter } from './attacked-worlds.ts'
import { shareStandingWorld } from './shared-standing-world.ts'
import { simulatedEvidence, subjectOf } from './simulated-evidence.ts'

/** Workers of the simulation take the name, the birth year, the city and part of the CV of somebody real. */
const { declarations, observations, truth } = simulatedEvidence({
  seed: 9,
  identities: 12,
  genuine: 30,
})
let world: StandingWorld
beforeAll(async () => {
  world = await shareStandingWorld([
    ...declarations,
    ...observations.map((each) => JSON.stringify(each)),
  ])
})

interface Life {
  readonly identity: string
  readonly label: string
  readonly application: Observation
}

/** The fullest application of each person, by name and city. */
function livesOf(label: string): ReadonlyMap<string, Life> {
  const lives = new Map<string, Life>()
  for (const application of observations) {
    const person = truth.get(subjectOf(application))
    const { name, claims, documents } = application.subject
    if (person?.label !== label || application.kind !== 'application') continue
    if (!name || !claims?.city || !documents?.some(({ text }) => text)) continue
    const key = `${name.toLowerCase()}, ${claims.city}`
    const known = lives.get(key)?.application.subject.claims
    if (known?.birth_year === undefined || claims.birth_year !== undefined) {
      lives.set(key, { identity: person.identity, label, application })
    }
  }
  return lives
}

const personas = livesOf('worker')
const holders = [...livesOf('genuine')].flatMap(([key, holder]) => {
  const persona = personas.get(key)
  return persona ? [{ holder, persona }] : []
})

const employers = [...new Set(observations.map(({ source }) => source))].filter((source) =>
  source.startsWith('ats-'),
)

/** The holder applies to three more employers: everything that the persona claims, and other contacts. */
const applications = holders.flatMap(({ persona }, number) =>
  employers.slice(0, 3).map((source): Observation => {
    const { name = '', claims, documents } = persona.application.subject
    return {
      source,
      id: `holder-${number}`,
      kind: 'application',
      at: '2024-10-01T08:00:00Z',
      role: { title: 'Senior Developer', remote: true },
      subject: {
        ref: `holder-${number}`,
        name,
        emails: [`the-real-one-${number}@inbox.example`],
        phones: [`+1202555018${number % 10}`],
        ...(claims && { claims: withoutReferences(claims) }),
        ...(documents && { documents }),
      },
    }
  }),
)
function withoutReferences({ references, ...claims }: NonNullable<PresentedPerson['claims']>) {
  return claims
}

const own = applications.map(subjectOf)
const personaSubjects = new Set(
  [...truth].flatMap(([subject, { label }]) => (label === 'worker' ? [subject] : [])),
)

describe('whoever’s identity was taken', () => {
  test('is there, and the personas are suspected', () => {
    expect(holders.length).toBeGreaterThan(3)
    const statuses = holders.map(
      ({ persona }) => world.before.get(subjectOf(persona.application))?.status,
    )
    expect(statuses.filter((status) => status === 'suspected').length).toBeGreaterThan(2)
  })

  test('stands in no identity and no ring with the persona, and is not suspected', () => {
    for (const { holder, persona } of holders) {
      const [real, taken] = [holder, persona].map(({ application }) =>
        world.before.get(subjectOf(application)),
      )
      expect(real?.identity).not.toBe(taken?.identity)
      expect(real?.status).toBe('unassessed')
      expect(real?.ring === null || real?.ring !== taken?.ring).toBe(true)
    }
  })

  test('joins nothing when they apply themselves, with the CV that the persona sends', async () => {
    const after = await standingsAfter(world, { lines: applications })
    const joined = new Set(own.map((subject) => after.get(subject)?.identity))
    const wrongly = [...after].filter(
      ([subject, { identity }]) => personaSubjects.has(subject) && joined.has(identity),
    )
    expect(wrongly).toEqual([])
    expect(own.map((subject) => after.get(subject)?.status)).toEqual(own.map(() => 'unassessed'))
    expect(changed(world.before, after, 'status')).toEqual([])
    // The persona's CV is others' too, and that is a finding; it is far from being enough.
    for (const subject of own) expect(after.get(subject)?.log_odds).toBeLessThan(-4)
  })

  const [taken] = holders
  /** A person decides that the first of them is a real holder. */
  const decided: NonNullable<Attack['also']> = async ({ sql }) => {
    if (taken === undefined) throw new Error('nobody’s identity was taken')
    const { source, subject } = taken.holder.application
    await sql.run(`insert into decision by name
      select 1 as decision_id, timestamp '2025-07-01' as decided_at, 'ana' as author, 'real_holder' as status,
        'passport shown in person at the office' as reason, any_value(i.identity) as identity_given,
        any_value(i.founder_subject) as founder_subject, list(m.subject_id) as subjects, '{}' as screen
      from identity_member as m join identity as i using (identity_no)
      where m.identity_no = (select identity_no from identity_member join subject using (subject_id)
        where source = '${source}' and ref = '${subject.ref}')`)
  }

  test('is in no list once somebody has decided so', async () => {
    if (taken === undefined) throw new Error('nobody’s identity was taken')
    const listed: string[] = []
    await standingsAfter(world, {
      lines: [],
      also: decided,
      afterwards: async ({ casework }) => {
        for await (const rows of casework.listIdentities()) {
          listed.push(
            ...rows.flatMap(({ subjects }) =>
              subjects.map(({ source, ref }) => `${source}/${ref}`),
            ),
          )
        }
      },
    })
    expect(listed.length).toBeGreaterThan(100)
    expect(listed).not.toContain(subjectOf(taken.holder.application))
  })
})
