import type { Observation } from '../evidence/index.ts'
import { type Cell, cells, sectorOf } from './industries.ts'
import { chance, pickWeighted, type Stream } from './random.ts'

interface Title {
  readonly title: string
  readonly soc: string
  readonly weight: number
}

const engineering: readonly Title[] = [
  { title: 'Senior Software Engineer', soc: '15-1252', weight: 16 },
  { title: 'Full Stack Developer', soc: '15-1254', weight: 15 },
  { title: 'Backend Engineer', soc: '15-1252', weight: 10 },
  { title: 'Frontend Developer', soc: '15-1254', weight: 8 },
  { title: 'Mobile Application Developer', soc: '15-1252', weight: 9 },
  { title: 'React Native Engineer', soc: '15-1252', weight: 5 },
  { title: 'Data Engineer', soc: '15-1243', weight: 7 },
  { title: 'DevOps Engineer', soc: '15-1244', weight: 7 },
  { title: 'QA Automation Engineer', soc: '15-1253', weight: 4 },
  { title: 'Cloud Architect', soc: '15-1241', weight: 3 },
]

const machineLearning: readonly Title[] = [
  { title: 'Machine Learning Engineer', soc: '15-2051', weight: 16 },
  { title: 'Applied AI Engineer', soc: '15-2051', weight: 12 },
  { title: 'MLOps Engineer', soc: '15-1252', weight: 8 },
  { title: 'Data Annotation Lead', soc: '15-2051', weight: 3 },
]

/** Titles beyond software, as the report names them: customer service, record keeping, payroll, accounting, back office. */
const own: Readonly<Record<ReturnType<typeof sectorOf>, readonly Title[]>> = {
  it: [{ title: 'Technical Support Engineer', soc: '15-1232', weight: 5 }],
  health: [
    { title: 'Mobile Developer, Patient App', soc: '15-1252', weight: 16 },
    { title: 'Electronic Health Records Engineer', soc: '15-1252', weight: 14 },
    { title: 'Health Records Systems Analyst', soc: '15-1211', weight: 9 },
    { title: 'Customer Service Systems Developer', soc: '15-1252', weight: 11 },
  ],
  finance: [
    { title: 'Payroll Specialist', soc: '43-3051', weight: 10 },
    { title: 'Accountant (Remote)', soc: '13-2011', weight: 9 },
    { title: 'Back Office Operations Analyst', soc: '13-2051', weight: 9 },
    { title: 'Payments Software Engineer', soc: '15-1252', weight: 12 },
    { title: 'Blockchain Developer', soc: '15-1252', weight: 9 },
  ],
  public: [
    { title: 'Case Management Systems Developer', soc: '15-1252', weight: 12 },
    { title: 'Records Management Specialist', soc: '43-4071', weight: 8 },
    { title: 'Help Desk Technician', soc: '15-1232', weight: 8 },
  ],
  professional: [
    { title: 'Bookkeeper', soc: '43-3031', weight: 8 },
    { title: 'Technical Consultant', soc: '15-1299', weight: 11 },
    { title: 'CAD Drafter (Remote)', soc: '17-3011', weight: 6 },
  ],
  other: [
    { title: 'E-commerce Developer', soc: '15-1254', weight: 12 },
    { title: 'Customer Service Systems Developer', soc: '15-1252', weight: 8 },
    { title: 'Accounting Clerk', soc: '43-3031', weight: 6 },
    { title: 'ERP Developer', soc: '15-1252', weight: 8 },
  ],
}

const titlesOf = (cell: Cell): readonly Title[] => [
  ...own[sectorOf(cell)],
  ...(cell.startsWith('ai-') ? machineLearning : []),
  ...engineering,
]

const titles = new Map(cells.map((cell) => [cell, titlesOf(cell)]))

const codes = new Map(
  [...Object.values(own).flat(), ...engineering, ...machineLearning].map(({ title, soc }) => [
    title,
    soc,
  ]),
)

/** A job title an employer of this cell would advertise; the same draw whoever applies. */
export const drawTitle = (draw: Stream, cell: Cell): string =>
  pickWeighted(draw, titles.get(cell) ?? engineering).title

/** The role as the posting describes it: half of the systems keep an occupation code. */
export function roleOf(
  draw: Stream,
  title: string,
  country: string,
): NonNullable<Observation['role']> {
  const soc = codes.get(title)
  return {
    title,
    ...(soc !== undefined && chance(draw, 0.5) && { soc }),
    remote: chance(draw, 0.9),
    country,
  }
}
