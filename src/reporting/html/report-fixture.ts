import type { Cell, Report, ReportTable } from '../report.ts'

/** Reports for the tests of this folder: one with invented figures, one empty, one hostile. */

const period = '2021-01 to 2025-06'

const sectors: readonly (readonly [string, string, boolean, number])[] = [
  ['51', 'Information', true, 1512],
  ['5415', 'Computer systems design and related services', true, 1083],
  ['52', 'Finance and insurance', false, 604],
  ['54', 'Professional, scientific and technical services', false, 512],
  ['62', 'Health care and social assistance', false, 388],
  ['31-33', 'Manufacturing', false, 301],
  ['44-45', 'Retail trade', false, 178],
  ['61', 'Educational services', false, 121],
  ['56', 'Administrative and support and waste management and remediation services', false, 97],
  ['92', 'Public administration', false, 84],
  ['48-49', 'Transportation and warehousing', false, 52],
  ['23', 'Construction', false, 31],
  ['22', 'Utilities', false, 12],
]

const places: readonly (readonly [string, string, number])[] = [
  ['US', 'United States', 3662],
  ['GB', 'United Kingdom', 203],
  ['CA', 'Canada', 187],
  ['DE', 'Germany', 166],
  ['IN', 'India', 121],
  ['AU', 'Australia', 96],
  ['NL', 'Netherlands', 71],
  ['FR', 'France', 66],
  ['SG', 'Singapore', 58],
  ['PL', 'Poland', 49],
  ['IE', 'Ireland', 44],
  ['ES', 'Spain', 41],
  ['SE', 'Sweden', 37],
  ['CH', 'Switzerland', 33],
  ['JP', 'Japan', 29],
  ['BR', 'Brazil', 24],
  ['IL', 'Israel', 22],
  ['PT', 'Portugal', 18],
  ['MX', 'Mexico', 15],
  ['EE', 'Estonia', 9],
]

const jobs: readonly (readonly [string, number | null, number | null, string])[] = [
  [
    'Software development',
    3912,
    121,
    'Source code, build pipelines, cloud accounts, customer data in test systems',
  ],
  [
    'Mobile application development',
    688,
    64,
    'Source code, signing keys, application store accounts',
  ],
  [
    'Data and machine learning',
    512,
    51,
    'Model-training data, model weights, analytical databases',
  ],
  ['Customer service systems', 303, 40, 'Customer records, support tickets, identity checks'],
  [
    'Electronic record keeping',
    240,
    33,
    'Health records, clinical workflows, personally identifiable information',
  ],
  ['Payroll and accounting', 161, 22, 'Bank details, salaries, tax identifiers, payment approval'],
  ['Back office', null, null, 'Internal documents, directories, calendars'],
]

function quarters(): readonly string[] {
  return [2021, 2022, 2023, 2024, 2025].flatMap((year) =>
    [1, 2, 3, 4]
      .filter((quarter) => year < 2025 || quarter < 3)
      .map((quarter) => `${year}-Q${quarter}`),
  )
}

/** A wave that grows: the same figures every time. */
function wave(at: number, from: number, growth: number): number {
  return Math.round(from + growth * at + (from + growth * at) * 0.18 * Math.sin(at * 1.9))
}

const sum = (numbers: readonly number[]) => numbers.reduce((before, each) => before + each, 0)

const threeUnits = [
  'organizations',
  'share',
  'interviews',
  'interviews_share',
  'roles',
  'roles_share',
] as const

/** The same count in three units, each with its share of `all`; without one, shares are not known. */
function inThreeUnits(count: number, all?: number): readonly Cell[] {
  const share = all === undefined ? null : count / all
  return [count, share, Math.round(count * 1.3), share, Math.round(count * 1.1), share]
}

function industries(): ReportTable {
  const all = sum(sectors.map(([, , , count]) => count))
  return {
    id: 'industries',
    title: 'Nearly half of the organizations (48 %) are outside information technology',
    unit: `organizations, interviews and roles by sector (NAICS 2022) · ${period} · rules 2, 3 and 8`,
    columns: ['sector', 'title', 'information_technology', ...threeUnits],
    rows: [
      ...sectors.map(([code, title, it, count]) => [
        code,
        title,
        it ? 'yes' : 'no',
        ...inThreeUnits(count, all),
      ]),
      ['unknown', 'Unknown', 'unknown', ...inThreeUnits(36)],
    ],
    note: 'Outside information technology: 48 % of organizations, 46 % of interviews. The industry of 36 organizations is not known.',
  }
}

function countries(): ReportTable {
  const all = sum(places.map(([, , count]) => count))
  return {
    id: 'countries',
    title: 'More than a quarter of the organizations (26 %) are outside the United States',
    unit: `organizations, interviews and roles by country of the organization · ${period} · rules 3 and 4`,
    columns: ['country', 'name', 'region', ...threeUnits],
    rows: [
      ...places.map(([code, name, count]) => [
        code,
        name,
        'Elsewhere',
        ...inThreeUnits(count, all),
      ]),
      ['unknown', 'Unknown', 'Unknown', ...inThreeUnits(60)],
    ],
    note: 'The country is the organization’s, not where the job is or where the applicant says to be.',
  }
}

interface Told {
  readonly id: ReportTable['id']
  readonly title: string
  readonly parts: readonly string[]
  /** Place of the quarter in which the level breaks. */
  readonly breakAt?: number
}

function sectorSeries({ id, title, parts, breakAt }: Told): ReportTable {
  const level = (at: number) => (breakAt !== undefined && at >= breakAt ? 2 : 1)
  const counts = (at: number) => parts.map((_, part) => level(at) * wave(at, 2, 0.4 / (part + 1)))
  return {
    id,
    title,
    unit: `initial interviews, by quarter · ${period} · rules 2, 4 and 7`,
    columns: [
      'quarter',
      ...parts,
      'interviews',
      'share',
      'reporting_sources',
      'remote_postings',
      'interviews_per_100000',
      ...(breakAt === undefined ? [] : ['break', 'break_interval']),
      'complete',
    ],
    rows: quarters().map((quarter, at) => [
      quarter,
      ...counts(at),
      sum(counts(at)),
      sum(counts(at)) / 400,
      9 + at,
      at < 2 ? null : 12000 + 40 * at,
      at < 2 ? null : (sum(counts(at)) / (12000 + 40 * at)) * 100000,
      ...(breakAt === undefined ? [] : [at === breakAt, Math.abs(at - breakAt) < 2]),
      at < quarters().length - 1,
    ]),
    note: 'The number of sources that report grew in the same years; a rise can be a rise of what was seen.',
  }
}

function overTime(): ReportTable {
  const series = [
    ['interviews', 180, 22],
    ['information_technology', 110, 9],
    ['ai', 2, 1.8],
    ['healthcare', 9, 2.1],
    ['finance', 14, 3],
    ['public_administration', 3, 0.6],
    ['professional_services', 18, 2.4],
  ] as const
  return {
    id: 'interviews_by_quarter',
    title: 'The most initial interviews of a quarter were 631 interviews in 2025-Q2',
    unit: `initial interviews by quarter · ${period} · rule 2`,
    columns: ['quarter', ...series.map(([name]) => name), 'reporting_sources', 'complete'],
    rows: quarters().map((quarter, at) => [
      quarter,
      ...series.map(([, from, growth]) => wave(at, from, growth)),
      9 + at,
      at < quarters().length - 1,
    ]),
    note: 'Groups overlap and do not add up to all interviews. 2025 is a part-year.',
  }
}

function roles(): ReportTable {
  return {
    id: 'roles',
    title: 'The most frequent roles are software development (60 %) and mobile applications (11 %)',
    unit: `initial interviews by family of role · ${period} · rules 2 and 6`,
    columns: ['family', 'role', 'interviews', 'share', 'identities', 'organizations', 'access'],
    rows: jobs.map(([role, interviews, identities, access]) => [
      role.toLowerCase().replaceAll(' ', '_'),
      role,
      interviews,
      interviews === null ? null : interviews / 6504,
      identities,
      interviews,
      access,
    ]),
    note: 'What a role would have had access to is a general statement, not what happened.',
  }
}

function funnel(): ReportTable {
  const stages = [
    ['Initial interview', 6504],
    ['Follow-up interview', 1102],
    ['Technical interview', 480],
    ['Offered', 214],
    ['Started', 96],
    ['Evidence of work after the start', 61],
  ] as const
  return {
    id: 'funnel',
    title:
      'At least 17 % of the initial interviews led further; 214 offers and 96 starts are known',
    unit: `initial interviews by the last stage that is known · ${period} · rules 2 and 7`,
    columns: ['stage', 'count', 'share', 'observed', 'identities'],
    rows: stages.map(([stage, count]) => [
      stage,
      count,
      count / 6504,
      count,
      Math.ceil(count / 50),
    ]),
    note: 'Later stages are censored: the counts are lower bounds, not a conversion rate.',
  }
}

function unseen(): ReportTable {
  return {
    id: 'unseen_identities',
    title: 'There are at least about 402 such identities in all; 130 were seen',
    unit: `identities · ${period} · rule 1`,
    columns: ['population', 'seen', 'origins', 'estimate', 'low', 'high', 'verdict'],
    rows: [['Identities like those counted', 130, 17, 402.31, 281.2, 655.07, 'at least']],
    note: 'Chao2 lower bound (Chao 1987) with its 95 % interval.',
  }
}

const sentences: readonly string[] = [
  'One identity is one presented persona: the subjects that were linked to it. It is not a person.',
  'One initial interview is one identity, one organization, one subject and one role title.',
  'One organization is one domain; without a domain, one normalised name and country.',
  'Where observations of an organization differ, the most frequent value counts.',
  'One role is one identity, one organization and one role title.',
  'A share is of the units whose value is known.',
  'Counted is what happened from the first to the end of the last day, UTC.',
  'Information technology: NAICS 51 and 5415.',
]

/** A report with the figures of a plausible world. */
export const plausible: Report = {
  as_of: '2025-06-15',
  period: { from: '2021-01-04', to: '2025-06-13' },
  tlp: 'TLP:AMBER+STRICT',
  draft: true,
  totals: {
    identities: 130,
    workers: 117,
    facilitators: 13,
    initial_interviews: 6504,
    organizations: 5011,
    organizations_outside_it: { count: 2380, of: 4975, share: 2380 / 4975 },
    organizations_outside_us: { count: 1289, of: 4951, share: 1289 / 4951 },
  },
  tables: [
    industries(),
    countries(),
    overTime(),
    sectorSeries({
      id: 'ai',
      title: '3 % of the initial interviews were at AI organizations',
      parts: ['pure', 'product'],
      breakAt: 10,
    }),
    sectorSeries({
      id: 'healthcare',
      title: '8 % of the initial interviews were in healthcare and medical technology',
      parts: ['ambulatory_care', 'hospitals', 'medical_technology', 'other'],
    }),
    sectorSeries({
      id: 'finance',
      title: '12 % of the initial interviews were at organizations in finance',
      parts: ['banks', 'credit_and_payments', 'insurance', 'fintech', 'crypto', 'other'],
    }),
    sectorSeries({
      id: 'public_administration',
      title: '2 % of the initial interviews were at government bodies and their contractors',
      parts: ['government', 'contractors'],
    }),
    sectorSeries({
      id: 'professional_services',
      title: '11 % of the initial interviews were in professional services',
      parts: ['legal', 'accounting', 'consulting', 'research', 'other'],
    }),
    roles(),
    funnel(),
    unseen(),
  ],
  withheld: [
    {
      what: 'method',
      why: 'How some identities were seen is not told, so that it can be seen again.',
    },
    {
      what: 'small count',
      why: 'Two cells under 5, and one that would reveal them by subtraction.',
    },
  ],
  caveats: [
    'The sample is what sources happened to see: a convenience sample with an unknown selection.',
    'An interview is exposure, not a breach; an organization is not a victim.',
    'The year 2025 is a part-year.',
  ],
  rules: sentences.map((text, at) => ({ id: String(at + 1), text })),
  recommendations: [
    {
      title: 'Verify identity again at hire',
      text: 'Check the same person in person or live on video, for every candidate alike.',
    },
    { title: 'Give least access first', text: 'Let access grow with the need and with time.' },
  ],
  versions: {
    program: '0.1.0',
    last_observation: 482113,
    model_same_person: 'sha256:9f2c1b7a44d0',
    catalogue: 'sha256:77ab01c3e1f2',
  },
}

/** Nothing was counted; every table has its columns and no row. */
export const empty: Report = {
  ...plausible,
  as_of: '1970-01-01',
  period: { from: null, to: null },
  tlp: 'TLP:CLEAR',
  draft: false,
  totals: {
    identities: 0,
    workers: 0,
    facilitators: 0,
    initial_interviews: 0,
    organizations: 0,
    organizations_outside_it: { count: 0, of: 0, share: null },
    organizations_outside_us: { count: 0, of: 0, share: null },
  },
  tables: plausible.tables.map((table) => ({ ...table, title: 'Nothing was counted.', rows: [] })),
  withheld: [],
  caveats: [],
  rules: [],
  recommendations: [],
  versions: {},
}

/** What somebody might put into a field to break out of it. */
export const nasty = `"><script>alert(1)</script><img src="https://evil.example/x.png" onerror='x()'>\u202Eslaes\u202C </style></title>\u0000]]> & 'q' `

/** The same report with that in every text, and titles of more than 300 characters. */
export const hostile: Report = {
  ...plausible,
  as_of: nasty,
  tlp: nasty,
  tables: plausible.tables.map((table) => ({
    ...table,
    title: nasty.repeat(3),
    unit: `${nasty} · rule 3`,
    note: nasty,
    rows: table.rows.map((row) =>
      row.map((cell, at) => (typeof cell === 'string' && at < 4 ? nasty : cell)),
    ),
  })),
  withheld: [{ what: nasty, why: nasty }],
  caveats: [nasty],
  rules: [{ id: '3', text: nasty }],
  recommendations: [{ title: nasty, text: nasty }],
  versions: { [nasty]: nasty },
}
