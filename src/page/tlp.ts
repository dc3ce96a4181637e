import { html, type Markup } from './markup.ts'

/** The colours that FIRST prescribes for each TLP 2.0 mark, always on black, and what it allows. */
const marks: Readonly<Record<string, { readonly colour: string; readonly allows: string }>> = {
  'TLP:RED': { colour: '#FF2B2B', allows: 'For the individual recipients only.' },
  'TLP:AMBER+STRICT': {
    colour: '#FFC000',
    allows: 'For those who need to know within the recipient’s organization.',
  },
  'TLP:AMBER': {
    colour: '#FFC000',
    allows: 'For those who need to know within the recipient’s organization and its clients.',
  },
  'TLP:GREEN': {
    colour: '#33FF00',
    allows: 'For the recipient’s community, not over public channels.',
  },
  'TLP:CLEAR': { colour: '#FFFFFF', allows: 'Disclosure is not limited.' },
}

/** An unknown mark is shown as it is, in the colour of the strictest. */
export function tlpColour(tlp: string): string {
  return marks[tlp]?.colour ?? '#FF2B2B'
}

/** What the mark allows, in a sentence. */
export function tlpAllows(tlp: string): string {
  return marks[tlp]?.allows ?? ''
}

export function tlpMark(tlp: string): Markup {
  return html`<span class="tlp" style="color:${tlpColour(tlp)}">${tlp}</span>`
}
