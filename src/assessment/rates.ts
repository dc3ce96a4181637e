import type { Indicator, Rate } from './indicator.ts'

/** What an indicator says, in bits (log2 of a likelihood ratio). */
export interface Bits {
  /** scheme against other fraud */
  readonly other: number
  /** scheme against genuine */
  readonly genuine: number
}

/**
 * The share at which an indicator is seen: the mean of a Beta–Binomial with Jeffreys' prior,
 * (hits + ½) / (cases + 1). Few cases keep a rate away from 0 and 1, so that no single finding and no
 * single opinion can decide alone.
 */
export const meanShare = ([hits, cases]: Rate): number => (hits + 0.5) / (cases + 1)

/** Bits when the indicator holds. */
export const bitsWhenSeen = ({ rates }: Pick<Indicator, 'rates'>): Bits => ({
  other: Math.log2(meanShare(rates.scheme) / meanShare(rates.other_fraud)),
  genuine: Math.log2(meanShare(rates.scheme) / meanShare(rates.genuine)),
})

/** Bits when it could have been seen and was not. */
export const bitsWhenAbsent = ({ rates }: Pick<Indicator, 'rates'>): Bits => ({
  other: Math.log2((1 - meanShare(rates.scheme)) / (1 - meanShare(rates.other_fraud))),
  genuine: Math.log2((1 - meanShare(rates.scheme)) / (1 - meanShare(rates.genuine))),
})
