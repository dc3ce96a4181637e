import { waterfallSvg } from '../linkage/index.ts'
import { Problem } from '../problem.ts'
import type { System } from '../system.ts'
import { type Call, type Command, choice, exits } from './command.ts'
import { employerText } from './employer-text.ts'
import { identityText } from './identity-text.ts'
import { openOutput, writeOutput } from './output-file.ts'
import { pairText, waterfallWords } from './pair-text.ts'
import { explainNamedRing, ringText } from './ring-text.ts'
import { readStore, withResults } from './run.ts'

export const runExplain: Command['run'] = (call) => {
  const format = choice(call, 'format', formats)
  const [first, second, ...rest] = call.operands
  if (first === undefined || rest.length > 0) {
    throw new Problem(
      'usage',
      'name one identity (idn_…) or two subjects (source/ref), a ring (rng_…) or two identities',
    )
  }
  requireFitting(call, format)
  if (second === undefined) return explainOne(call, first, format)
  requireAlike(first, second)
  // How two stand together needs no assessment.
  return readStore(call, async (system) =>
    write(call, await pairForms(system, first, second), format),
  )
}

const formats = ['text', 'json', 'svg', 'html'] as const
type Format = (typeof formats)[number]

/** An explanation, in each of the formats that it has. */
interface Forms {
  readonly data: unknown
  readonly text: string
  readonly svg?: string
  readonly html?: () => Promise<string>
}

/** Options that go with one kind of explanation only. */
function requireFitting(call: Call, format: Format): void {
  const [first = '', ...more] = call.operands
  const employer = call.text('view') !== undefined
  if (employer) choice(call, 'view', ['employer'])
  const organization = call.text('organization')
  if (employer !== (organization !== undefined)) {
    throw new Problem('usage', 'an employer’s view takes both --view employer and --organization')
  }
  if (format === 'html' && !employer) {
    throw new Problem('usage', '--format html goes with --view employer')
  }
  if (!employer && call.text('to') === undefined) return
  if (more.length === 0 && isIdentity(first)) return
  throw new Problem('usage', '--view and --to go with one identity (idn_…)')
}

function explainOne(call: Call, name: string, format: Format) {
  if (name.includes('/')) {
    throw new Problem(
      'usage',
      'name a second subject, or an identity (idn_…) from `ringer identities`',
    )
  }
  if (format === 'svg')
    throw new Problem('usage', '--format svg draws two subjects or two identities')
  return withResults(call, async (system) => {
    if (name.startsWith('rng_')) return write(call, await ringForms(system, name), format)
    return write(call, await identityForms(system, call, name), format)
  })
}

function requireAlike(first: string, second: string): void {
  const subjects = [first, second].filter((name) => name.includes('/')).length
  if (subjects === 2 || (subjects === 0 && isIdentity(first) && isIdentity(second))) return
  throw new Problem(
    'usage',
    `${first} and ${second}: name two subjects (source/ref) or two identities (idn_…)`,
  )
}

const isIdentity = (name: string): boolean => name.startsWith('idn_')

async function identityForms(system: System, call: Call, name: string): Promise<Forms> {
  const { casework } = system
  const reviewFirst = await casework.requireReviewed(name)
  const organization = call.text('organization')
  if (organization !== undefined) {
    const view = await casework.employerView({ identity: name, organization })
    await keepDelivery(system, call, name)
    const html = async () => (await import('./employer-page.ts')).employerPage(view)
    return { data: view, text: employerText(view), html }
  }
  if (reviewFirst) {
    call.tell(
      `Your own words come first: \`ringer review ${name}\`, before the machine’s are read.`,
    )
  }
  const forms = await houseForms(system, name)
  await keepDelivery(system, call, name)
  return forms
}

/** An identity as whoever decides on it sees it. */
async function houseForms(system: System, name: string): Promise<Forms> {
  // First, because it knows what became of names that have ended.
  const together = await system.identities.identityTogether(name)
  const explanation = await system.assessment.explainIdentity(name)
  const decided = await system.casework.shownDecisions(explanation)
  return {
    data: { ...explanation, ...decided, holds_together: together },
    text: identityText(explanation, decided, together),
  }
}

/** Keeps who is handed what, before it is written. */
async function keepDelivery({ casework }: System, call: Call, name: string): Promise<void> {
  const organization = call.text('organization')
  const recipient = call.text('to') ?? organization
  if (recipient === undefined) return
  const what = organization === undefined ? 'explanation' : 'employer_view'
  await casework.recordDelivery({ recipient, what, identity: name })
  call.tell(`Recorded that ${recipient} received this.`)
}

async function ringForms(system: System, name: string): Promise<Forms> {
  const ring = await explainNamedRing(system, name)
  return { data: ring, text: ringText(ring) }
}

async function pairForms({ identities }: System, first: string, second: string): Promise<Forms> {
  const pair = isIdentity(first)
    ? await identities.explainIdentities(first, second)
    : await identities.explainSubjects(first, second)
  return {
    data: pair,
    text: pairText([first, second], pair),
    svg: waterfallSvg(pair, waterfallWords([first, second], pair)),
  }
}

async function formatted({ data, text, svg = '', html }: Forms, format: Format): Promise<string> {
  if (format === 'html') return (await html?.()) ?? ''
  return { text: `${text}\n`, json: `${JSON.stringify(data, null, 2)}\n`, svg }[format]
}

async function write(call: Call, forms: Forms, format: Format) {
  const path = call.text('out')
  const text = await formatted(forms, format)
  await writeOutput(await openOutput(path ?? '-', call.out), text)
  if (path !== undefined && path !== '-') await call.out(`${path}\n`)
  return exits.done
}
