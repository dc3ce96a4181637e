import { createHash } from 'node:crypto'
import { parseArgs } from 'node:util'
import type { Observation, PresentedPerson } from '../src/evidence/index.ts'
import { openStandingWorld, removeWorld, type Standings } from '../test/attacked-worlds.ts'
import { simulatedEvidence, subjectOf, type Truth } from '../test/simulated-evidence.ts'
import { machine } from './measuring.ts'

/**
 * What finds a persona again that changes more and more at every employer, and what the change costs its actor.
 * Every worker of a simulated world rotates; within one employer all stays as it is, since there the same
 * mailbox is written to. `node bench/rotation.ts [--seed N] [--identities N] [--genuine N]`
 */
const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    identities: { type: 'string', default: '60' },
    genuine: { type: 'string', default: '1200' },
  },
})

/** A text of so many hexadecimal digits that is another one for every persona, employer and thing. */
type Fresh = (thing: string, digits: number) => string

const freshFor =
  (persona: string, employer: string): Fresh =>
  (thing, digits) =>
    createHash('sha256').update(`${persona} ${employer} ${thing}`).digest('hex').slice(0, digits)

type Change = (subject: PresentedPerson, fresh: Fresh) => PresentedPerson

interface Step {
  readonly rotated: string
  readonly cost: string
  readonly change: Change
}

const numberOf = (hex: string): number => Number.parseInt(hex, 16)

/** A reserved number: 555-01xx in an area code that is made up of the digits. */
const freshPhone = (fresh: Fresh, old: string): string => {
  const drawn = numberOf(fresh(`phone ${old}`, 8))
  return `+1${200 + (drawn % 800)}55501${String(Math.floor(drawn / 800) % 100).padStart(2, '0')}`
}

const changeText = (text: string, mark: string): string =>
  text
    .split(/(?<=[.!?;])\s/)
    .map((sentence) => `In ${mark} words, ${sentence}`)
    .join(' ')

/** In the order in which it gets dearer; each step keeps those before it. */
const steps: readonly Step[] = [
  { rotated: 'nothing', cost: '–', change: (subject) => subject },
  {
    rotated: 'mailbox',
    cost: 'a free mailbox for each application; minutes, and it is days old',
    change: (subject, fresh) => ({
      ...subject,
      ...(subject.emails && {
        emails: subject.emails.map((email) =>
          isWorkMailbox(email) ? email : `${fresh(`mail ${email}`, 10)}@mail.example`,
        ),
      }),
    }),
  },
  {
    rotated: '+ phone',
    cost: 'a rented number for each, 1–5 dollars a month, most of them recognisably VoIP',
    change: (subject, fresh) => ({
      ...subject,
      ...(subject.phones && { phones: subject.phones.map((phone) => freshPhone(fresh, phone)) }),
    }),
  },
  {
    rotated: '+ handles',
    cost: 'a code account and a profile for each: hours, and no history to show',
    change: (subject, fresh) => ({
      ...subject,
      ...(subject.handles && {
        handles: subject.handles.map(({ service, value }) => ({
          service,
          value: fresh(`handle ${value}`, 10),
        })),
      }),
    }),
  },
  {
    rotated: '+ IP address',
    cost: 'a residential proxy that never gives one address twice, some dollars a gigabyte',
    change: (subject, fresh) => ({
      ...subject,
      ...(subject.ips && {
        ips: subject.ips.map((ip) => `2001:db8:${fresh(ip, 4)}:${fresh(`ip ${ip}`, 4)}::1`),
      }),
    }),
  },
  {
    rotated: '+ device',
    cost: 'a browser profile for each that no slip ever mixes; a second authenticator and machine for each job',
    change: (subject, fresh) => ({
      ...subject,
      ...(subject.devices && {
        devices: subject.devices.map(({ kind, value }) => ({
          kind,
          value: fresh(`device ${value}`, 12),
        })),
      }),
    }),
  },
  {
    rotated: '+ wording of the CV',
    cost: 'every sentence rewritten for each; minutes with a language model',
    change: (subject, fresh) => ({
      ...subject,
      ...(subject.documents && {
        documents: subject.documents.map(({ kind, text, phash }) => ({
          kind,
          ...(text !== undefined && { text: changeText(text, fresh('words', 8)) }),
          ...(phash !== undefined && { phash }),
        })),
      }),
    }),
  },
  {
    rotated: '+ photo',
    cost: 'another face or a new picture for each; the interview must show it too',
    change: (subject, fresh) => ({
      ...subject,
      ...(subject.documents && {
        documents: subject.documents.map((document) =>
          document.phash === undefined ? document : { ...document, phash: fresh('photo', 16) },
        ),
      }),
    }),
  },
  {
    rotated: '+ payout account and shipping address',
    cost: 'an account opened under somebody’s papers and a facilitator’s door for each job: hundreds of dollars, weeks, and another witness',
    change: (subject, fresh) => ({
      ...subject,
      ...(subject.accounts && {
        accounts: subject.accounts.map(({ kind, value }) => ({
          kind,
          value: fresh(`account ${value}`, 12),
        })),
      }),
      ...(subject.addresses && {
        addresses: subject.addresses.map((address) => ({
          ...address,
          text: `${numberOf(fresh(address.text, 4))} ${fresh('street', 6)} Street`,
        })),
      }),
    }),
  },
  {
    rotated: '+ references',
    cost: 'two people for each who answer the phone',
    change: (subject, fresh) => ({
      ...subject,
      ...(subject.claims && {
        claims: {
          ...subject.claims,
          references: [{ email: `${fresh('referee', 10)}@mail.example` }],
        },
      }),
    }),
  },
]

const { declarations, observations, truth } = simulatedEvidence({
  seed: Number(values.seed),
  identities: Number(values.identities),
  genuine: Number(values.genuine),
})

const employerDomains = new Set(observations.map(({ organization }) => organization?.domain))
const isWorkMailbox = (email: string): boolean => employerDomains.has(email.split('@').at(-1))

const employerOf = ({ organization, source }: Observation): string =>
  organization?.domain ?? organization?.name ?? source

const workerOf = (observation: Observation): Truth | undefined => {
  const person = truth.get(subjectOf(observation))
  return person?.label === 'worker' ? person : undefined
}

function rotated(observation: Observation, changes: readonly Change[]): Observation {
  const worker = workerOf(observation)
  if (worker === undefined) return observation
  const fresh = freshFor(worker.identity, employerOf(observation))
  const subject = changes.reduce((changed, change) => change(changed, fresh), observation.subject)
  return { ...observation, subject }
}

interface Persona extends Truth {
  /** Its subjects, each with the employer at which it was met. */
  readonly subjects: ReadonlyMap<string, string>
}

function personasOf(): readonly Persona[] {
  const found = new Map<string, Truth & { readonly subjects: Map<string, string> }>()
  for (const observation of observations) {
    const worker = workerOf(observation)
    if (worker === undefined) continue
    const persona = found.get(worker.identity) ?? { ...worker, subjects: new Map() }
    persona.subjects.set(subjectOf(observation), employerOf(observation))
    found.set(worker.identity, persona)
  }
  return [...found.values()]
}

const personas = personasOf()
const ringOf = new Map([...truth].map(([subject, { ring }]) => [subject, ring]))

const percent = (part: number, of: number): string =>
  of === 0 ? '–' : `${((100 * part) / of).toFixed(1)} %`

/** Pairs of subjects of one persona at different employers, and how many of them are in one identity. */
function linkedPairs(standings: Standings): string {
  const pairs = personas.flatMap(({ subjects }) => {
    const all = [...subjects].map(([subject, employer]) => ({
      employer,
      identity: standings.get(subject)?.identity,
    }))
    return all.flatMap((one, at) =>
      all
        .slice(at + 1)
        .filter(({ employer }) => employer !== one.employer)
        .map(({ identity }) => identity === one.identity),
    )
  })
  return percent(pairs.filter((linked) => linked).length, pairs.length)
}

/** Subjects of ring members in a ring with somebody else of their own ring, and no other. */
function inRightRing(standings: Standings): string {
  const rings = new Map<string, Set<string>>()
  const people = new Map<string, Set<string>>()
  for (const [subject, { ring }] of standings) {
    if (ring === null) continue
    rings.set(ring, (rings.get(ring) ?? new Set()).add(ringOf.get(subject) ?? ''))
    people.set(ring, (people.get(ring) ?? new Set()).add(truth.get(subject)?.identity ?? ''))
  }
  const members = personas
    .filter(({ ring }) => ring !== '')
    .flatMap(({ subjects }) => [...subjects.keys()])
  const right = members.filter((subject) => {
    const ring = standings.get(subject)?.ring ?? ''
    return rings.get(ring)?.size === 1 && (people.get(ring)?.size ?? 0) > 1
  })
  return percent(right.length, members.length)
}

function suspected(standings: Standings): readonly string[] {
  const isSuspected = (subject: string): boolean => standings.get(subject)?.status === 'suspected'
  const all = personas.flatMap(({ subjects }) => [...subjects.keys()])
  const reached = personas.filter(({ subjects }) => [...subjects.keys()].some(isSuspected))
  const innocent = [...truth].filter(
    ([subject, { label }]) => label === 'genuine' && isSuspected(subject),
  )
  return [
    percent(all.filter(isSuspected).length, all.length),
    `${reached.length} of ${personas.length}`,
    `${new Set(innocent.map(([, { identity }]) => identity)).size}`,
  ]
}

console.log(
  `${machine()}\nSimulation, seed ${values.seed}: ${personas.length} personas among ${values.genuine} genuine applicants\n`,
)
const head = (title: string, last: string): void =>
  console.log(
    `| ${title} | pairs at different employers in one identity | subjects of rings in the right ring | ` +
      `subjects suspected | personas with a subject suspected | genuine suspected | ${last} |\n|---|---|---|---|---|---|---|`,
  )

async function measure(changes: readonly Change[]): Promise<readonly string[]> {
  const lines = observations.map((each) => JSON.stringify(rotated(each, changes)))
  const world = await openStandingWorld([...declarations, ...lines])
  removeWorld(world)
  return [linkedPairs(world.before), inRightRing(world.before), ...suspected(world.before)]
}

const row = (cells: readonly string[]): void => console.log(`| ${cells.join(' | ')} |`)

head('changed at every employer', 'what it costs the actor')
for (const [at, { rotated: title, cost }] of steps.entries()) {
  const changes = steps.slice(0, at + 1).map(({ change }) => change)
  row([title, ...(await measure(changes)), cost])
}

console.log('\nAll of it changed but for one: what that one alone still joins.\n')
head('kept', 'which spares the actor')
for (const [at, { rotated: title, cost }] of steps.entries()) {
  if (at === 0) continue
  const changes = steps.filter((_, other) => other !== at).map(({ change }) => change)
  row([title.replace('+ ', ''), ...(await measure(changes)), cost])
}
