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

function byQuarter(columns: readonly (readonly [number, number])[]): readonly (readonly Cell[])[] {
  const all = quarters()
  return all.map((quarter, at) => [
    quarter,
    at < all.length - 1,
    ...columns.map(([from, growth]) => wave(at, from, growth)),
  ])
}

const sum = (numbers: readonly number[]) => numbers.reduce((before, each) => before + each, 0)

function industries(): ReportTable {
  const all = sum(sectors.map(([, , , count]) => count))
  return {
    id: 'industries',
    title: 'Nearly half of the organizations, 47.8 %, are outside information technology.',
    unit: `organizations · ${period} · rule 3`,
    columns: ['sector', 'title', 'information_technology', 'organizations', 'interviews', 'share'],
    rows: sectors.map(([code, title, it, count], at) =>
      at === sectors.length - 1
        ? [code, title, it, null, null, null]
        : [code, title, it, count, Math.round(count * 1.3), count / all],
    ),
    note: 'An organization has one industry, the one that most of its observations give. Cells under 5 are withheld, and so is what would reveal them.',
  }
}

function countries(): ReportTable {
  const all = sum(places.map(([, , count]) => count))
  return {
    id: 'countries',
    title: 'Just over a quarter of the organizations, 25.9 %, are outside the United States.',
    unit: `organizations · ${period} · rules 3 and 4`,
    columns: ['country', 'name', 'organizations', 'interviews', 'roles', 'share'],
    rows: places.map(([code, name, count]) => [
      code,
      name,
      count,
      Math.round(count * 1.31),
      Math.round(count * 1.1),
      count / all,
    ]),
    note: 'Organizations whose country is not known are counted in no row.',
  }
}

function sectorSeries(id: ReportTable['id'], title: string, parts: readonly string[]): ReportTable {
  const columns = [[8, 1.3] as const, ...parts.map((_, at) => [2, 0.4 / (at + 1)] as const)]
  return {
    id,
    title,
    unit: `initial interviews · ${period} · rule 2`,
    columns: ['quarter', 'complete', 'interviews', ...parts],
    rows: byQuarter(columns),
    note: 'The number of sources that report grew in the same years; a rise can be a rise of what was seen.',
  }
}

function overTime(): ReportTable {
  return {
    id: 'interviews_by_quarter',
    title: 'Initial interviews rose until the end of 2024, and most in information technology.',
    unit: `initial interviews · ${period} · rule 2`,
    columns: [
      'quarter',
      'complete',
      'interviews',
      'information_technology',
      'ai',
      'healthcare',
      'finance',
      'public_administration',
      'professional_services',
    ],
    rows: byQuarter([
      [180, 22],
      [110, 9],
      [2, 1.8],
      [9, 2.1],
      [14, 3],
      [3, 0.6],
      [18, 2.4],
    ]),
    note: 'The second quarter of 2025 was not over. The sectors do not add up to the whole: an AI company is also counted in its industry.',
  }
}

function roles(): ReportTable {
  return {
    id: 'roles',
    title: 'Six in ten initial interviews were for software development.',
    unit: `initial interviews · ${period} · rules 2 and 6`,
    columns: ['role', 'interviews', 'identities', 'access'],
    rows: jobs,
    note: 'What a role would have had access to is told by the kind of role, not by what was taken.',
  }
}

function funnel(): ReportTable {
  return {
    id: 'funnel',
    title: 'One initial interview in six is known to have led to another.',
    unit: `initial interviews · ${period} · rule 7`,
    columns: ['stage', 'count', 'share'],
    rows: [
      ['Initial interview', 6504, 1],
      ['Follow-up interview', 1102, 1102 / 6504],
      ['Offer', 214, 214 / 6504],
      ['Started work', 96, 96 / 6504],
    ],
    note: 'Few sources see what came after the interview: the later stages are censored and are no rates of success.',
  }
}

function unseen(): ReportTable {
  return {
    id: 'unseen_identities',
    title: 'There may be about three times as many identities as were seen.',
    unit: `identities · ${period} · rule 8`,
    columns: ['estimate', 'low', 'high', 'seen', 'origins'],
    rows: [[402, 281, 655, 130, 17]],
    note: 'Capture and recapture over 17 independent origins (Chao’s lower bound, 95 % interval).',
  }
}

const sentences: Readonly<Record<string, string>> = {
  'one-identity': 'One identity is one presented person: all subjects that linkage joins.',
  'one-interview':
    'One interview is one initial interview of an identity at an organization for a role.',
  'one-organization':
    'One organization is one domain, or one name and country where there is no domain.',
  'one-country': 'A country is the one that most observations of the organization give.',
  'one-industry': 'An industry is a NAICS 2022 sector; information technology is 51 and 5415.',
  'one-role': 'A role is a family of SOC 2018 codes, or what its title says.',
  stages: 'A stage counts the initial interviews that are known to have reached it.',
  unseen: 'Identities that nobody has seen are estimated from how often origins meet the same one.',
}

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
    {
      ...sectorSeries('ai', 'Interviews at AI companies rose from the third quarter of 2023.', [
        'pure',
        'product',
      ]),
    },
    sectorSeries('healthcare', 'Healthcare is met steadily: 62 interviews in 2025 so far.', []),
    sectorSeries('finance', 'Banks, insurers, fintech and crypto are all met.', [
      'banks',
      'insurance',
      'fintech',
      'crypto',
    ]),
    sectorSeries('public_administration', 'Public bodies and their contractors are met.', []),
    sectorSeries('professional_services', 'Professional services grew with the whole.', []),
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
  rules: Object.entries(sentences).map(([, text], at) => ({ id: String(at + 1), text })),
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
