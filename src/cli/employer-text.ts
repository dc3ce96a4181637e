import type { EmployerFact, EmployerView } from '../assessment/index.ts'
import { refsText } from './fact-text.ts'
import { wrapped } from './wrapped.ts'

/** What an employer is handed: facts, what else explains them, and the check. Nothing weighed. */
export function employerText(view: EmployerView): string {
  return [
    `${employerTitle(view)} · ${view.tlp}`,
    ...wrapped(`${recordsTitle}: ${view.records.join(', ')}`, 2),
    ...view.facts.flatMap((fact) => ['', ...factLines(fact)]),
    ...(view.facts.length === 0 ? ['', noFacts] : []),
    ...(view.withheld ? ['', ...wrapped(withheldText)] : []),
    ...(view.not_seen.length === 0
      ? []
      : ['', 'Could have been seen in your observations, and was not', ...listed(view.not_seen)]),
    '',
    'What this page is not for',
    ...listed(view.limits),
  ].join('\n')
}

export const employerTitle = ({ organization }: EmployerView): string => `Facts for ${organization}`

export const recordsTitle = 'Of the person in your records'

export const noFacts = 'Nothing was observed that calls for a check.'

export const withheldText =
  'Withheld: something that other organizations observed, and that their marking keeps with them.'

const listed = (lines: readonly string[]): string[] =>
  lines.flatMap((line) => wrapped(`  ${line}`, 4))

function factLines(fact: EmployerFact): string[] {
  const lines = [...seenLines(fact), `May be innocent: ${fact.innocent.join('; ')}.`]
  return [...wrapped(fact.what), ...listed([...lines, `The check: ${fact.check}`])]
}

/** Who observed a fact, as sentences that name nobody but the employer itself. */
export function seenLines({ own, others, shared, data_sets: sets }: EmployerFact): string[] {
  return [
    ...(own.length > 0 ? [`You observed it in ${refsText(own, 3)}.`] : []),
    ...othersText(others),
    ...(shared === null ? [] : [shared]),
    ...(sets.length === 0
      ? []
      : [`What the address, number or mailbox is was looked up: ${sets.join(', ')}.`]),
  ]
}

/** Their grades, and neither who nor how many they are. */
function othersText(grades: readonly string[]): string[] {
  if (grades.length === 0) return []
  if (grades.length === 1) return [`Another organization, grade ${grades[0]}, observed it.`]
  return [`Other organizations, grades ${grades.join(', ')}, observed it.`]
}
