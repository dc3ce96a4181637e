/**
 * Enrichment is what data sets say of the addresses, numbers and mailboxes that an observation shows.
 * Reads   an observation; data sets that come with the program or lie in the operator's folder
 * Writes  nothing
 * Next    staging writes its facts behind those of the source, marked
 */
export { type Enrichment, openEnrichment } from './enrichment.ts'
