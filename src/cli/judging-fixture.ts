import { writeFileSync } from 'node:fs'
import { type Effects, realEffects } from '../effects.ts'
import { readCall } from './command.ts'
import { findCommand } from './commands.ts'
import { openTestWorld, type Ran, ringer } from './process-testing.ts'

const jordan = { name: 'Jordan Reyes', claims: { birth_year: 1990, city: 'Springfield' } }
const mailbox = { emails: ['jordan.reyes.dev@mail.example'] }
const number = { phones: ['+1 202 555 0143'] }
const account = { accounts: [{ kind: 'wise', value: 'W-EXAMPLE-1' }] }
const resume = {
  documents: [
    { kind: 'resume', text: 'Wrote a scheduler that keeps twelve ferries apart in fog.' },
  ],
}

/** A few made-up people: one with two records, a namesake, two who share an account, an agency. */
const subjects: Readonly<Record<string, object>> = {
  'acme-ats/cand-881': { ...jordan, ...mailbox, ...number },
  "globex-ats/p 17's": { ...jordan, name: 'J Reyes', ...mailbox },
  'acme-ats/cand-902': {
    ...jordan,
    name: 'Casey Reyes',
    emails: ['casey@mail.example'],
    ...number,
  },
  'acme-ats/cand-950': { name: 'Alexei Marlow', ...account, ...resume },
  'globex-ats/p-33': { name: 'Priya Winter', ...account, ...resume },
  ...Object.fromEntries(
    Array.from({ length: 14 }, (_, at) => [
      `agency-ats/${at}`,
      {
        name: `${'ABCDEFGHIJKLMN'[at]}lex ${'NMLKJIHGFEDCBA'[at]}eyes`,
        emails: ['desk@agency.example'],
      },
    ]),
  ),
}

/** Writes them as evidence. */
export function writeSmallEvidence(path: string): void {
  const lines = Object.entries(subjects).map(([subject, presented], at) => {
    const [source = '', ref = ''] = subject.split('/')
    const event = { source, id: `app-${at}`, kind: 'application', at: '2024-03-18T09:41:07Z' }
    return `${JSON.stringify({ ...event, subject: { ref, ...presented } })}\n`
  })
  writeFileSync(path, lines.join(''))
}

/** The identity of each subject, as `ringer identities` tells it. */
export async function identitiesBySubject(
  data: readonly string[],
): Promise<Readonly<Record<string, string>>> {
  const { out }: Ran = await ringer('identities', '--format', 'ndjson', ...data)
  const rows = out
    .trimEnd()
    .split('\n')
    .map(
      (line) =>
        JSON.parse(line) as { identity: string; subjects: { source: string; ref: string }[] },
    )
  return Object.fromEntries(
    rows.flatMap((row) =>
      row.subjects.map(({ source, ref }) => [`${source}/${ref}`, row.identity]),
    ),
  )
}

/** What the program refuses, and how, without a process of its own; what it says otherwise. */
export async function refusal(
  [name = '', ...rest]: readonly string[],
  effects: Effects = realEffects,
): Promise<unknown> {
  const command = findCommand(name)
  if (command === undefined) throw new Error(`no command ${name}`)
  const { world, said } = openTestWorld({ effects })
  try {
    await command.run(await readCall(command, rest, world))
  } catch (error) {
    return error
  }
  return said().out
}
