import { html, type Markup } from '../../page/index.ts'
import type { Report } from '../report.ts'

type Rules = Report['rules']

/** Where a rule stands on the page. */
export function ruleAnchor(at: number): string {
  return `rule-${at + 1}`
}

const mention = /\b(rules?\s+)([\w.-]*\w(?:(?:,\s*|\s+and\s+|\s*–\s*)\d+)*)/gi

/** `… · rule 3` with the number linked to the rule that is printed on the page. */
export function withRuleLinks(text: string, rules: Rules): Markup {
  const pieces: (Markup | string)[] = []
  let done = 0
  for (const found of text.matchAll(mention)) {
    const [whole, word = '', ids = ''] = found
    pieces.push(text.slice(done, found.index), word, ...linkedIds(ids, rules))
    done = found.index + whole.length
  }
  return html`${pieces}${text.slice(done)}`
}

function linkedIds(ids: string, rules: Rules): readonly (Markup | string)[] {
  return ids.split(/(,\s*|\s+and\s+|\s*–\s*)/).map((id) => {
    const at = rules.findIndex((rule) => rule.id === id || rule.id === `rule-${id}`)
    return at < 0 ? id : html`<a href="#${ruleAnchor(at)}">${id}</a>`
  })
}

/** A link to the rule that begins with these words: `One identity is …`. */
export function ruleAbout(beginning: RegExp, rules: Rules): Markup | undefined {
  const at = rules.findIndex((rule) => beginning.test(rule.text))
  return at < 0 ? undefined : html` · <a href="#${ruleAnchor(at)}">rule ${at + 1}</a>`
}

export function rulesSection(rules: Rules): Markup {
  const items = rules.map((rule, at) => html`<li id="${ruleAnchor(at)}"><p>${rule.text}</p></li>`)
  return html`<section id="rules" class="matter"><h2>Counting rules</h2>${
    rules.length === 0 ? html`<p>No rule is named.</p>` : html`<ol class="rules">${items}</ol>`
  }</section>`
}
