import { groupSeries } from './sector-series.ts'

/** Finance by quarter: banks, credit, funds, insurance, financial technology, cryptocurrency. */
export const finance = groupSeries('finance', {
  id: 'finance',
  at: 'organizations in finance',
  exposure: '52',
  remark:
    'Financial technology and cryptocurrency are told by tag and overlap the parts that are told by industry. Within reach of such roles: accounts and transactions, payment systems, keys and wallets.',
})
