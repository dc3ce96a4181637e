import { waterfallSvg } from '../linkage/index.ts'
import { Problem } from '../problem.ts'
import type { System } from '../system.ts'
import { type Call, type Command, choice, exits } from './command.ts'
import { identityText } from './identity-text.ts'
import { openOutput } from './output-file.ts'
import { pairText, waterfallWords } from './pair-text.ts'
import { explainNamedRing, ringText } from './ring-text.ts'
import { withResults, withStore } from './run.ts'

export const explainCommand: Command = {
  name: 'explain',
  summary: 'Why an identity or a ring stands as it does, or why two are or are not one.',
  operands: 'IDENTITY | RING | SUBJECT SUBJECT | IDENTITY IDENTITY',
  options: {
    format: { type: 'string', value: 'FORMAT', help: 'text, json; of two also svg, a chart' },
    out: { type: 'string', value: 'FILE', help: 'where to write it (standard output)' },
  },
  run: (call) => {
    const format = choice(call, 'format', ['text', 'json', 'svg'])
    const [first, second, ...rest] = call.operands
    if (first === undefined || rest.length > 0) {
      throw new Problem(
        'usage',
        'name one identity (idn_…) or two subjects (source/ref), a ring (rng_…) or two identities',
      )
    }
    if (second === undefined) return explainOne(call, first, format)
    requireAlike(first, second)
    // How two stand together needs no assessment.
    return withStore(call, async (system) =>
      write(call, await pairForms(system, first, second), format),
    )
  },
}

type Format = 'text' | 'json' | 'svg'

/** An explanation, in each of the formats that it has. */
interface Forms {
  readonly data: unknown
  readonly text: string
  readonly svg?: string
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
  const forms = name.startsWith('rng_') ? ringForms : identityForms
  return withResults(call, async (system) => write(call, await forms(system, name), format))
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

async function identityForms(system: System, name: string): Promise<Forms> {
  // First, because it knows what became of names that have ended.
  const together = await system.identities.identityTogether(name)
  const explanation = await system.assessment.explainIdentity(name)
  return {
    data: { ...explanation, holds_together: together },
    text: identityText(explanation, together),
  }
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

async function write(call: Call, { data, text, svg = '' }: Forms, format: Format) {
  const given = { text: `${text}\n`, json: `${JSON.stringify(data, null, 2)}\n`, svg }[format]
  const path = call.text('out')
  const output = await openOutput(path ?? '-', call.out)
  try {
    await output.write(given)
    await output.finish()
  } finally {
    await output.close()
  }
  if (path !== undefined && path !== '-') await call.out(`${path}\n`)
  return exits.done
}
