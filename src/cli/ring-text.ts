import type { RingExplanation } from '../identities/index.ts'
import { Problem } from '../problem.ts'
import type { System } from '../system.ts'
import { showCount, showNumber, textTable } from './terminal.ts'
import { nounOf, showBits, togetherLines } from './together-text.ts'

/** A ring as it may be named: its members whose status allows it, and how many others there are. */
export interface NamedRing extends RingExplanation {
  readonly members: readonly (RingExplanation['members'][number] & {
    readonly part: string
    readonly status: string
    readonly likelihood: string
  })[]
  /** Identities that share the infrastructure and are not named. */
  readonly unnamed: number
}

/** A ring is named only where its members have one of these. */
const namedStatuses: readonly string[] = ['suspected', 'linked', 'assessed']

const hidden = 'an identity that is not named'

/** Explains a ring. One none of whose members is suspected, linked or assessed is not named: `not-found`. */
export async function explainNamedRing(system: System, name: string): Promise<NamedRing> {
  const ring = await system.identities.explainRing(name)
  const all = await Promise.all(
    ring.members.map(async (member) => {
      const { part, status, likelihood } = await system.assessment.explainIdentity(member.identity)
      return { ...member, part, status, likelihood }
    }),
  )
  const members = all.filter(({ status }) => namedStatuses.includes(status))
  if (members.length === 0) {
    throw new Problem(
      'not-found',
      `${name} is not named: none of its identities is suspected, linked or assessed; what they share is a link and no ring`,
    )
  }
  const named = new Set(members.map(({ identity }) => identity))
  return {
    ...ring,
    members,
    unnamed: all.length - members.length,
    shared: ofNamed(ring.shared, named),
    together: among(ring.together, named),
  }
}

/** The same, with those that are not named only counted. */
function among(together: RingExplanation['together'], named: ReadonlySet<string>) {
  const mask = (name: string): string => (named.has(name) ? name : hidden)
  const { bridge, members } = together
  if (bridge === null) return { ...together, members: members.map(mask) }
  const [left, right] = bridge.parts
  const between = [mask(bridge.between[0]), mask(bridge.between[1])] as const
  // What is compared there, such as the name, would say who it is.
  const shared = between.includes(hidden)
    ? bridge.shared.map((each) => ({ ...each, left: null, right: null }))
    : bridge.shared
  const parts = [left.map(mask), right.map(mask)] as const
  return { ...together, members: members.map(mask), bridge: { ...bridge, between, shared, parts } }
}

/** What at least one of those that are named shares. */
const ofNamed = (shared: RingExplanation['shared'], named: ReadonlySet<string>) =>
  shared
    .map((thing) => ({ ...thing, identities: thing.identities.filter((each) => named.has(each)) }))
    .filter(({ identities }) => identities.length > 0)

export function ringText({
  ring,
  members,
  unnamed,
  shared,
  passages,
  together,
}: NamedRing): string {
  const rows = members.map((member) => [
    member.identity,
    member.name,
    member.part,
    member.status,
    member.likelihood,
    member.subjects,
  ])
  return [
    `${ring} · ${showCount(members.length + unnamed, 'identity')} that share infrastructure, ${showNumber(members.length)} of them named here`,
    '',
    textTable(['identity', 'presented as', 'part', 'status', 'scheme is', 'subjects'], rows),
    ...(unnamed === 0
      ? []
      : [
          `${showCount(unnamed, 'identity')} more: neither suspected, linked nor assessed, so not named.`,
        ]),
    '',
    'What joins them',
    ...sharedLines(shared, passages),
    '',
    'Why it holds together',
    ...togetherLines(together, 'identity').map((line) => `  ${line}`),
    '',
    'Sharing infrastructure is no verdict: households, flats and agencies do it too.',
  ].join('\n')
}

/** Shared things that are listed; the rest are in the JSON. */
const shownThings = 20

function sharedLines(shared: RingExplanation['shared'], passages: number): string[] {
  const rows = shared
    .slice(0, shownThings)
    .map((thing) => [
      nounOf(thing.comparison),
      `${thing.detail === '' ? '' : `${thing.detail} `}${thing.value}`,
      thing.here,
      thing.members,
      showBits(thing.bits).padStart(5),
    ])
  const more = shared.length - rows.length
  return [
    ...(rows.length === 0
      ? ["  nothing that two of them share: a person's word"]
      : [textTable(['what', 'value', 'of these', 'in all', ' bits'], rows)]),
    ...(more > 0 ? [`  and ${showNumber(more)} more, in the JSON`] : []),
    ...(passages > 0
      ? [`  and ${showCount(passages, 'passage')} of CVs that stand in two or more`]
      : []),
  ]
}
