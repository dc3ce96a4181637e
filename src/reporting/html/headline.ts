import { countText, html, type Markup } from '../../page/index.ts'
import type { Report, Share } from '../report.ts'
import { dayText, lozenge, shareText } from './figures.ts'
import { ruleAbout } from './rules.ts'

/** The totals: each figure with its unit, its period and its counting rule. */
export function headline(report: Report): Markup {
  const { totals } = report
  return html`<section class="headline" aria-labelledby="headline-title"><h2 id="headline-title" class="quiet">In figures</h2><div class="figures">
${figure(report, {
  name: 'Identities',
  value: countData(totals.identities),
  more: splitOf(report),
  unit: 'personas, not people',
  rule: /^one identity/i,
})}
${figure(report, {
  name: 'Initial interviews',
  value: countData(totals.initial_interviews),
  unit: 'interviews',
  rule: /^one (initial )?interview/i,
})}
${figure(report, {
  name: 'Organizations',
  value: countData(totals.organizations),
  unit: 'employers with an initial interview',
  rule: /^one organization/i,
})}
${figure(report, {
  ...shareOf(totals.organizations_outside_it),
  name: 'Outside information technology',
  unit: 'of organizations whose industry is known',
  rule: /^information technology/i,
})}
${figure(report, {
  ...shareOf(totals.organizations_outside_us),
  name: 'Outside the United States',
  unit: 'of organizations whose country is known',
  rule: /^a share/i,
})}
</div><p class="period">${periodText(report)}</p></section>`
}

interface Figure {
  readonly name: string
  readonly value: Markup
  readonly more?: Markup
  readonly unit: string
  /** How the counting rule of this figure begins. */
  readonly rule: RegExp
}

function figure(report: Report, { name, value, more, unit, rule }: Figure): Markup {
  const { from, to } = report.period
  const months =
    from === null || to === null
      ? undefined
      : html` · <span class="whole">${from.slice(0, 7)} to ${to.slice(0, 7)}</span>`
  return html`<div class="figure"><h3>${name}</h3><p class="value">${value}</p>${more}<p class="unit">${unit}${months}${ruleAbout(rule, report.rules)}</p></div>`
}

function countData(count: number): Markup {
  return html`<data value="${count}">${countText(count)}</data>`
}

/** Workers and facilitators as parts of the identities; whoever is neither is named too. */
function splitOf({ totals }: Report): Markup {
  const { identities, workers, facilitators } = totals
  const others = Math.max(0, identities - workers - facilitators)
  const rest = others > 0 ? html` · ${countText(others)} of unknown part` : undefined
  return html`${meter(identities === 0 ? 0 : workers / identities)}<p class="split">${countData(workers)} workers · ${countData(facilitators)} facilitators${rest}</p>`
}

function shareOf({ count, of, share }: Share): { readonly value: Markup; readonly more: Markup } {
  return {
    value:
      share === null
        ? lozenge('not known')
        : html`<data value="${share}">${shareText(share)}</data>`,
    more: html`${meter(share ?? 0)}<p class="split">${countData(count)} of ${countData(of)} organizations</p>`,
  }
}

/** A thin line from 0 to 100 with the part marked; the figure beside it says the same. */
function meter(part: number): Markup {
  const per = Math.min(100, Math.max(0, part * 100)).toFixed(1)
  return html`<span class="meter" aria-hidden="true"><span class="filled" style="width:${per}%"></span></span>`
}

/** `Initial interviews from 4 January 2021 to 27 June 2025; counted to the end of 30 June 2025 (UTC).` */
function periodText(report: Report): string {
  const { from, to } = report.period
  const counted = `counted to the end of ${dayText(report.as_of)} (UTC)`
  if (from === null || to === null) return `No initial interview; ${counted}.`
  return `Initial interviews from ${dayText(from)} to ${dayText(to)}; ${counted}.`
}
