import { groupSeries } from './sector-series.ts'

/** Healthcare and medical technology by quarter. */
export const healthcare = groupSeries('healthcare', {
  id: 'healthcare',
  at: 'organizations in healthcare and medical technology',
  exposure: '62',
  remark:
    'Within reach of such roles: personally identifiable and health information, clinical workflows, health-data infrastructure.',
})
