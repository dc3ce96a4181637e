import { headingOf } from './cv-sections.ts'

/** Words of job titles, by which a line is told from a name and from an employer. */
const jobWord =
  /(?<!\p{L})(?:administrator|analyst|architect|assistant|associate|berater|cto|ceo|cfo|chef|consultant|contractor|coordinator|designer|developer|devops|director|engineer|engineering|entwickler(?:in)?|executive|expert|founder|freelancer?|full[- ]?stack|head|ingenieur(?:in)?|intern|leiter(?:in)?|lead|leader|manager|officer|operator|owner|praktikant(?:in)?|president|programmer|recruiter|representative|researcher|scientist|scrum|senior|junior|software|specialist|sre|staff|supervisor|teacher|tech|technician|tester|trainee|vp|webmaster|werkstudent(?:in)?|writer)(?!\p{L})/iu

export const isJobTitle = (text: string): boolean => jobWord.test(text)

/** Words that no name has and first lines of CVs do. */
const noName =
  /(?<!\p{L})(?:address|application|avenue|bewerbung|city|college|company|confidential|contact|corp|cover|curriculum|cv|data|email|gmbh|inc|information|lebenslauf|letter|limited|llc|ltd|mail|mobile|number|of|page|personal|phone|portfolio|remote|resume|résumé|road|school|state|states|street|the|university|vitae|web)(?!\p{L})/iu

const documentTitle = /^[^\p{L}]*(?:curriculum vitae|résumé|resume|cv|lebenslauf)[^\p{L}]*$/iu
const courtesy =
  /^(?:(?:name\s*:|dr|prof|mr|mrs|ms|mx|herr|frau|dipl\.?-?\s?ing)(?:\.|(?<=:)|(?=\s))\s*)+/iu
const nameWord = /^(?:\p{Lu}[\p{L}\p{M}]*(?:['’-]\p{L}[\p{L}\p{M}]*)*|\p{Lu}\.)$/u
const particle = /^(?:al|bin|da|de|del|den|der|di|do|dos|du|el|la|le|ten|ter|van|von|y|zu)$/iu

const mostNameWords = 5
/** Longer lines are sentences. */
const longestLine = 200

/** The name that a line gives before any comma, bar or dash; undefined where that is in doubt. */
export function nameIn(line: string): string | undefined {
  if (line.length > longestLine) return undefined
  const name = (line.split(/[,|•·\t(<]|\s[–—-]\s/)[0] ?? '').trim().replace(courtesy, '').trim()
  const words = name.split(/\s+/)
  const isShaped =
    words.length >= 2 &&
    words.length <= mostNameWords &&
    [words[0], words.at(-1)].every((word) => nameWord.test(word ?? '')) &&
    words.every((word) => nameWord.test(word) || particle.test(word))
  const isOther = isJobTitle(name) || noName.test(name) || headingOf(name) !== undefined
  return isShaped && !isOther ? name : undefined
}

/** The name at the head of a CV: its first line, behind a title such as `Lebenslauf`. */
export function nameOf(text: string): string | undefined {
  const lines = text.split('\n').filter((line) => line.trim() !== '')
  return nameIn(lines.find((line) => !documentTitle.test(line)) ?? '')
}
