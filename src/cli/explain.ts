import type { FindingExplanation, IdentityExplanation } from '../assessment/index.ts'
import type { SubjectsExplanation } from '../identities/index.ts'
import { Problem } from '../problem.ts'
import type { System } from '../system.ts'
import { type Command, choice, exits } from './command.ts'
import { withResults, withStore } from './run.ts'
import { textTable } from './terminal.ts'

export const explainCommand: Command = {
  name: 'explain',
  summary: 'Why an identity stands as it does, or why two subjects are or are not one.',
  operands: 'IDENTITY | SUBJECT SUBJECT',
  options: { format: { type: 'string', value: 'FORMAT', help: 'text, json' } },
  run: (call) => {
    const format = choice(call, 'format', ['text', 'json'])
    const [first, second, ...rest] = call.operands
    if (first === undefined || rest.length > 0) {
      throw new Problem('usage', 'name one identity (idn_…) or two subjects (source/ref)')
    }
    if (second === undefined && first.includes('/')) {
      throw new Problem(
        'usage',
        'name a second subject, or an identity (idn_…) from `ringer identities`',
      )
    }
    // How two subjects stand together needs no assessment.
    const open = second === undefined ? withResults : withStore
    return open(call, async (system) => {
      const { data, text } = await explain(system, first, second)
      await call.out(format === 'json' ? `${JSON.stringify(data, null, 2)}\n` : `${text}\n`)
      return exits.done
    })
  },
}

async function explain(system: System, first: string, second: string | undefined) {
  if (second === undefined) {
    const data = await system.assessment.explainIdentity(first)
    return { data, text: identityText(data) }
  }
  const data = await system.identities.explainSubjects(first, second)
  return { data, text: subjectsText(first, second, data) }
}

const percent = (share: number): string => `${Math.round(share * 100)} %`
const bits = (value: number): string => `${value >= 0 ? '+' : '−'}${Math.abs(value).toFixed(1)}`

function identityText(explanation: IdentityExplanation): string {
  const { part, status, likelihood, range, confidence } = explanation
  const supporting = explanation.findings.filter(({ direction }) => direction === 'for')
  const opposing = explanation.findings.filter(({ direction }) => direction === 'against')
  const context = explanation.findings.filter(({ direction }) => direction === 'context')
  return [
    `${explanation.identity} · ${part} · ${status}`,
    `The scheme is ${likelihood} (${percent(range.from)}–${percent(range.to)}); confidence ${confidence}.`,
    hypothesesText(explanation),
    ...section('What speaks for the scheme', supporting),
    ...section('What speaks against it', opposing),
    ...section('Context, weighing next to nothing', context),
    '',
    'What would change the words',
    ...fragilityText(explanation),
    '',
    'What the gate misses',
    ...listed(explanation.missing, 'nothing for "suspected"'),
    ...listed(explanation.missingForAssessed, 'nothing for "assessed" but a decision'),
    '',
    'A person decides. Nothing here is a verdict.',
  ].join('\n')
}

function hypothesesText({ hypotheses, prior }: IdentityExplanation): string {
  const rows = (['scheme', 'other_fraud', 'genuine'] as const).map((name) => [
    name.replace('_', ' '),
    `${(hypotheses[name] * 100).toFixed(1)} %`,
    `${(prior[name] * 100).toFixed(2)} %`,
  ])
  return `\n${textTable(['hypothesis', 'now', `before (${prior.population})`], rows)}`
}

function section(title: string, findings: readonly FindingExplanation[]): string[] {
  if (findings.length === 0) return []
  return ['', title, ...findings.flatMap(findingText)]
}

/** Observations named under a finding; the rest are in the JSON. */
const shownObservations = 3

function findingText(finding: FindingExplanation): string[] {
  const seen = finding.observations
    .slice(0, shownObservations)
    .map(({ source, id, kind, at }) => `${source}/${id} (${kind}, ${at.slice(0, 10)})`)
  const more = finding.observations.length - seen.length
  const counted = finding.counted ? '' : ' · not counted: its group has spoken'
  return [
    `  ${bits(finding.bits.genuine)} bits  ${finding.title}  [${finding.group}, grade ${finding.grade}]${counted}`,
    ...(seen.length > 0
      ? [`      seen in: ${seen.join('; ')}${more > 0 ? `; ${more} more` : ''}`]
      : []),
    ...(finding.direction === 'for'
      ? [
          `      may be innocent: ${finding.innocent.join('; ')}`,
          `      settles it: ${finding.check}`,
        ]
      : []),
  ]
}

function fragilityText({ fragility }: IdentityExplanation): string[] {
  if (fragility.length === 0) return ['  no single group of findings']
  return fragility.map(
    ({ group, likelihood, status }) => `  without ${group}: ${likelihood}, ${status}`,
  )
}

const listed = (lines: readonly string[], none: string): string[] =>
  lines.length === 0 ? [`  ${none}`] : lines.map((line) => `  ${line}`)

function subjectsText(left: string, right: string, explanation: SubjectsExplanation): string {
  const { together, identities, sizes, threshold_bits: threshold } = explanation
  const head = together
    ? `${left} and ${right} are one identity, ${identities[0]} (${sizes[0]} subjects).`
    : `${left} (${identities[0]}, ${sizes[0]} subjects) and ${right} (${identities[1]}, ${sizes[1]} subjects) are two.`
  const rows = explanation.comparisons.map((comparison) => [
    comparison.comparison,
    comparison.level,
    shortened(comparison.left),
    shortened(comparison.right),
    comparison.members ?? null,
    bits(comparison.bits),
  ])
  const titles = ['what', 'found', 'first', 'second', 'shared by', 'bits']
  return [
    head,
    '',
    textTable(titles, [...rows, ['prior', '', null, null, null, bits(explanation.prior_bits)]]),
    '',
    `In all ${bits(explanation.bits)} bits; ${bits(threshold)} or more joins two subjects.`,
    ...reasonLines(explanation),
  ].join('\n')
}

function reasonLines({
  together,
  compared,
  bits: sum,
  threshold_bits: threshold,
}: SubjectsExplanation): string[] {
  if (together && sum < threshold) {
    return ['On their own they would be two; other subjects of the identity connect them.']
  }
  if (!together && !compared) {
    return ['They share no mailbox, number, account, handle or device: nothing else may join them.']
  }
  if (!together && sum >= threshold) {
    return ['On their own they would be one; the other subjects of the two identities disagree.']
  }
  return []
}

const longest = 36

const shortened = (value: string | null): string | null =>
  value === null || value.length <= longest
    ? value
    : `${value.slice(0, longest / 2 - 1)}…${value.slice(1 - longest / 2)}`
