/** What the results against a truth cannot say. */
export const truthCaveats = [
  'Suspicion is the status suspected, linked or assessed. A worker or a facilitator is of the scheme. The machine goes no further than suspected; people decide.',
  'Intervals are of 95 % and take identities as independent of each other. Members of one ring are alike, so the true intervals are wider.',
  'The base rate of a truth is not that of applicants: precision at 1 in 343, 1 000 and 5 000 takes the sensitivity and the false-positive rate of this truth to other crowds, as if people and sources were alike there. Other fraud among them would lower it further where it is suspected.',
  'A persona whose parts linkage could not join counts once for each part among found identities, and once among true ones.',
  'An interval of the expected calibration error is drawn around a figure that chance alone makes larger than 0.',
  'In a made-up world the signs are as frequent as its makers thought. What is measured there is the machinery, not the world.',
] as const

/** Where it applies it comes first. */
export const learnedCaveat =
  'The rates in force have learned from outcomes. Held against the same outcomes they look better than they are; only outcomes that came later are a fair test.'

/** What the results against outcomes cannot say. */
export const outcomeCaveats = [
  'Outcomes follow suspicion. Somebody looked because something was odd, often this program: those whom nobody suspected have no outcome, so that missed cases are missing here too, and the share of fraud is not that of applicants.',
  'Identities drawn blind from the unsuspected are free of that and stand apart. Only they tell what is missed.',
  'An outcome says fraud or genuine, not which fraud: P(scheme) + P(other fraud) is held against fraud, and the words are those of this sum, not those that are shown of the scheme.',
  'What led to the outcome often stands in the evidence as well, as a report or a check. Such a case was easier to get right than it was on the day.',
  'Taken are outcomes of an observation of kind outcome that say how they were established, from a source that is not of grade F; one for each identity, the last. Where they contradict each other, the identity is left out.',
  'Intervals are of 95 % and take identities as independent of each other.',
] as const

export const sources = [
  'Brier, G. W. (1950): Verification of forecasts expressed in terms of probability. Monthly Weather Review 78.',
  'Wilson, E. B. (1927): Probable inference, the law of succession, and statistical inference. JASA 22.',
  'Naeini, M. P., Cooper, G. F., Hauskrecht, M. (2015): Obtaining well calibrated probabilities using Bayesian binning. AAAI.',
  'Efron, B. (1979): Bootstrap methods: another look at the jackknife. Annals of Statistics 7.',
  'Walter, S. D. (1975): The distribution of Levin’s measure of attributable risk. Biometrika 62.',
  'ICD 203, Analytic Standards, Office of the Director of National Intelligence: the words and their ranges.',
] as const
