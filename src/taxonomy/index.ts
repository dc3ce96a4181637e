/**
 * Taxonomy names what the evidence gives as codes and titles: industries, countries, occupations, roles.
 * Reads   ../../taxonomy/*.json (provenance in its README)
 * Writes  nothing
 * Next    reporting/ counts by it; evidence/, assessment/ and simulation/ may ask it
 */
export { aiOf, aiRules } from './ai.ts'
export {
  countryCodeOf,
  countryFromName,
  countryName,
  countryOf,
  countryRows,
} from './countries.ts'
export {
  groupRules,
  groupsOf,
  industryGroups,
  industryOf,
  industryRows,
  sectorRows,
} from './industries.ts'
export { accessOf, jobRoleOf, jobRoles } from './job-roles.ts'
export { occupationOfTitle } from './job-titles.ts'
export {
  occupationOf,
  occupationRows,
} from './occupations.ts'
