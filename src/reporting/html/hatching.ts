import { type Markup, trusted } from '../../page/index.ts'

/** Part-quarters and what is not known are hatched, in every chart by the same two patterns. */
export const hatches: Markup =
  trusted(`<svg class="defs" width="0" height="0" aria-hidden="true"><defs>
<pattern id="hatched" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width="2.2" height="5" fill="var(--mark)"/></pattern>
<pattern id="hatched-unknown" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width="1.4" height="5" fill="var(--unknown)"/></pattern>
</defs></svg>`)

/** The fills that are drawn with them. */
export const hatching = { part: 'url(#hatched)', unknown: 'url(#hatched-unknown)' } as const
