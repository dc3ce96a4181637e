import { seriesExhibit } from './sector-series.ts'

/** AI companies and those that build AI into their products, by quarter. */
export const ai = seriesExhibit({
  id: 'ai',
  at: 'AI organizations',
  whole: `ai in ('pure', 'product')`,
  parts: [
    { id: 'pure', title: 'AI companies', condition: `ai = 'pure'` },
    { id: 'product', title: 'AI in products', condition: `ai = 'product'` },
  ],
  exposure: null,
  remark:
    'Exposure knows no AI sector, so part of a rise may mirror a boom in AI hiring. AI organizations stand in other industries too. Within reach of such roles: intellectual property, model-training data, proprietary algorithms.',
})
