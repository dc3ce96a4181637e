import type { FindingExplanation, IdentityExplanation } from '../assessment/index.ts'
import type { HoldingTogether } from '../identities/index.ts'
import { textTable } from './terminal.ts'
import { showBits, togetherLines } from './together-text.ts'

const percent = (share: number): string => `${Math.round(share * 100)} %`

/** One identity, for whoever has to decide on it. */
export function identityText(explanation: IdentityExplanation, together: HoldingTogether): string {
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
    'Why it holds together',
    ...togetherLines(together, 'subject').map((line) => `  ${line}`),
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
    `  ${showBits(finding.bits.genuine)} bits  ${finding.title}  [${finding.group}, grade ${finding.grade}]${counted}`,
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
