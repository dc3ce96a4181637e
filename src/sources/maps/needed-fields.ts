/** Fields without which nothing is an observation. */
export const neededFields: readonly string[] = ['id', 'at', 'subject.ref']
