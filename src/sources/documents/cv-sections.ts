export type SectionKind = 'top' | 'experience' | 'references' | 'other'

export interface CvSection {
  readonly kind: SectionKind
  readonly lines: readonly string[]
}

/** Headings of CVs in English and some neighbours, as they are written, in lower case. */
const headings: Readonly<Record<Exclude<SectionKind, 'top'>, ReadonlySet<string>>> = {
  experience: new Set(
    `experience|work experience|professional experience|relevant experience|employment|employment history
    |employment experience|work history|career history|career|professional background|professional history
    |berufserfahrung|beruflicher werdegang|berufspraxis|expérience professionnelle|expériences professionnelles
    |experiencia|experiencia laboral|experiencia profesional|experiência profissional|esperienza lavorativa
    |esperienze professionali|doświadczenie zawodowe|опыт работы`.split(/\s*\|\s*/),
  ),
  references: new Set(
    `references|reference|referees|professional references|personal references|references and recommendations
    |recommendations|referenzen|référence|références|referencias|referências|referenze|referencje`.split(
      /\s*\|\s*/,
    ),
  ),
  other: new Set(
    `about|about me|achievements|activities|additional information|awards|bio|certificates|certifications
    |certifications and training|contact|contact details|contact information|core competencies|competencies|courses
    |education|education and training|expertise|highlights|hobbies|honors|interests|key skills|languages
    |licenses|objective|open source|patents|personal details|personal information|personal projects|portfolio
    |professional summary|profile|projects|publications|qualifications|selected projects|side projects|skills
    |skills and tools|soft skills|strengths|summary|talks|technical skills|technologies|tools|training
    |volunteering|volunteer experience|ausbildung|bildung|fähigkeiten|hobbys|interessen|kenntnisse|kontakt
    |persönliche daten|profil|projekte|sprachen|sprachkenntnisse|weiterbildung|zertifikate|compétences|contacto
    |educación|formation|formación|habilidades|idiomas|langues|projets|proyectos`.split(/\s*\|\s*/),
  ),
}

/** The sections of a CV: what stands before the first heading, then one for each heading. */
export function sectionsOf(text: string): readonly CvSection[] {
  const sections: { readonly kind: SectionKind; readonly lines: string[] }[] = [
    { kind: 'top', lines: [] },
  ]
  for (const line of text.split('\n')) {
    const heading = headingOf(line)
    if (heading) sections.push({ kind: heading.kind, lines: heading.rest ? [heading.rest] : [] })
    else sections.at(-1)?.lines.push(line)
  }
  return sections
}

interface Heading {
  readonly kind: SectionKind
  /** What stands on the same line, behind a colon. */
  readonly rest: string
}

/** No heading is longer than the longest known one with a number before it. */
const longestHeading = 60

/** The heading that a line is, if it is one. */
export function headingOf(line: string): Heading | undefined {
  const [, before = '', rest = ''] = /^([^:]{0,60})(?::(.*))?$/s.exec(line) ?? []
  if (before.length > longestHeading) return undefined
  const words = plainHeading(before)
  for (const kind of ['experience', 'references', 'other'] as const) {
    // `Languages: Go, Rust` is a line of a list; behind `References:` stand the referees themselves.
    if (headings[kind].has(words) && (kind === 'references' || rest.trim() === '')) {
      return { kind, rest: rest.trim() }
    }
  }
  return undefined
}

/** Without numbers, marks and the spaces of `E X P E R I E N C E`. */
function plainHeading(line: string): string {
  const bare = line
    .replace(/^[^\p{L}]+|[^\p{L}]+$/gu, '')
    .replaceAll('&', 'and')
    .toLowerCase()
  const isSpaced = /^\p{L}(?: \p{L}){3,}$/u.test(bare)
  return isSpaced ? bare.replaceAll(' ', '') : bare.replace(/\s+/g, ' ')
}
