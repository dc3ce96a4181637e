import { hash } from 'node:crypto'
import type { Observation, PresentedPerson } from '../evidence/index.ts'
import {
  networkFacts,
  presentAddress,
  presentDevice,
  presentMailboxes,
  presentPhone,
} from './contacts.ts'
import { tailorCv, templates } from './cv-text.ts'
import { agencyNames } from './exchanges.ts'
import { at, below, chance, type Stream } from './random.ts'
import { roleOf } from './roles.ts'
import { observeApplicant, presentName, type Scene } from './scenes.ts'
import { noteSigns } from './signs.ts'

type PresentedDocument = NonNullable<PresentedPerson['documents']>[number]

/** The application as its recruiting system keeps it. */
export function observeApplication(scene: Scene): readonly Observation[] {
  const { applicant, employer, intake, application, draw } = scene
  const { kept } = intake
  const phone = kept.phones && chance(draw, 0.92) ? presentPhone(scene) : undefined
  const net =
    kept.ips && chance(draw, 0.96) ? presentAddress(draw, applicant.connections) : undefined
  const flags = kept.notes ? noteSigns(draw, 'screening', applicant) : []
  const facts = {
    ...(phone && kept.lineTypes && { 'phone.line_type': phone.lineType }),
    ...(net && kept.networks && networkFacts(draw, net.connection)),
    ...browserFacts(scene),
    ...historyFacts(scene),
  }
  return observeApplicant(scene, intake, {
    kind: 'application',
    instant: application.appliedAt,
    subject: {
      name: presentName(draw, applicant, application.appliedAt),
      emails: presentMailboxes(scene),
      ...(phone && { phones: [phone.written] }),
      ...(net && { ips: [net.ip] }),
      ...(kept.fingerprints && { devices: presentDevice(draw, applicant) }),
      ...presentProfile(scene),
    },
    organization: employer.card,
    role: roleOf(draw, application.title, employer.country),
    ...engagementOf(scene),
    ...(Object.keys(facts).length > 0 && { facts }),
    ...(flags.length > 0 && { flags }),
  })
}

function engagementOf({ applicant, draw }: Scene): Pick<Observation, 'engagement'> {
  if (applicant.agency !== undefined)
    return { engagement: { type: 'agency', via: at(agencyNames, applicant.agency) } }
  const kind = below(draw, 20)
  if (kind === 0) return { engagement: { type: 'contractor' } }
  return kind < 4 ? { engagement: { type: 'employee' } } : {}
}

function presentProfile(scene: Scene): Partial<PresentedPerson> {
  const { applicant, intake, draw } = scene
  const { kept } = intake
  const { handles, biography } = applicant
  const documents = presentDocuments(scene)
  return {
    ...(kept.handles && handles.length > 0 && chance(draw, 0.8) && { handles }),
    ...(kept.addresses && {
      addresses: [{ kind: 'home', text: biography.street, country: biography.home.country }],
    }),
    ...(documents.length > 0 && { documents }),
    ...(kept.claims && { claims: presentClaims(scene) }),
  }
}

function presentClaims({ applicant, intake, draw }: Scene): NonNullable<PresentedPerson['claims']> {
  const { home, birthYear } = applicant.biography
  return {
    country: home.country,
    city: home.city,
    ...(chance(draw, 0.7) && { timezone: home.timezone }),
    ...(intake.kept.birthYears && { birth_year: birthYear }),
    ...(intake.kept.references && { references: applicant.references }),
  }
}

function presentDocuments({ applicant, intake, draw }: Scene): readonly PresentedDocument[] {
  const { kept } = intake
  const resume =
    kept.cvs && chance(draw, 0.95) ? [written('resume', tailorCv(draw, applicant.cv))] : []
  const letter =
    kept.letters && chance(draw, 0.5) ? [written('cover_letter', drawLetter(draw))] : []
  const photo =
    kept.photos && chance(draw, 0.7)
      ? [{ kind: 'photo', phash: recompress(draw, applicant.photo) }]
      : []
  return [...resume, ...letter, ...photo]
}

const written = (kind: string, text: string): PresentedDocument => ({
  kind,
  sha256: hash('sha256', text),
  text,
})

const drawLetter = (draw: Stream): string =>
  `Dear hiring team, ${at(templates, below(draw, templates.length))} I would be glad to talk.`

/** The same picture saved again: up to three bits of its perceptual hash differ. */
function recompress(draw: Stream, phash: string): string {
  const digits = [...phash]
  for (let flips = below(draw, 4); flips > 0; flips--) {
    const place = below(draw, digits.length)
    digits[place] = (Number.parseInt(digits[place] ?? '0', 16) ^ (1 << below(draw, 4))).toString(16)
  }
  return digits.join('')
}

function browserFacts({ applicant, intake, draw }: Scene): NonNullable<Observation['facts']> {
  const { otherZone, biography, pace } = applicant
  const other = otherZone && chance(draw, otherZone.share) ? otherZone.timezone : undefined
  return {
    ...(intake.kept.browserZones && { 'timezone.browser': other ?? biography.home.timezone }),
    ...(intake.kept.pace && {
      'applications.last_24h': Math.max(1, Math.round(pace * (0.4 + below(draw, 100) / 80))),
    }),
  }
}

function historyFacts({ applicant, intake, draw }: Scene): NonNullable<Observation['facts']> {
  const { kept } = intake
  const coded = kept.codeAges && applicant.handles.some(({ service }) => service === 'github')
  return {
    ...(kept.mailAges && {
      'email.age_days': Math.max(1, Math.floor(applicant.mailboxAge + below(draw, 20))),
      'email.disposable': chance(draw, 0.004),
    }),
    ...(coded && {
      'code.account_age_days': applicant.code.ageDays,
      'code.commits_before_account': applicant.code.commitsBefore,
    }),
  }
}
