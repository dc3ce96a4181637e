import { groupSeries } from './sector-series.ts'

/** Professional services without computer systems design, by quarter. */
export const professionalServices = groupSeries('professional_services', {
  id: 'professional_services',
  at: 'organizations in professional services',
  exposure: '54',
  remark:
    'A bare sector code 54 counts here although it may be computer systems design. Within reach of such roles: what clients entrust to their advisers.',
})
