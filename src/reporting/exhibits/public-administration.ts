import { groupSeries } from './sector-series.ts'

/** Government bodies and their contractors by quarter. */
export const publicAdministration = groupSeries('public_administration', {
  id: 'public_administration',
  at: 'government bodies and their contractors',
  exposure: '92',
  remark:
    'Contractors are told by a tag that few sources give, so they are undercounted. Within reach of such roles: government networks and records, directly or through a contractor.',
})
