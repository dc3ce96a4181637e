import type { Reader } from './reader.ts'
import { ashby } from './readers/ashby.ts'
import { entra } from './readers/entra.ts'
import { entraCsv } from './readers/entra-tables.ts'
import { googleWorkspace } from './readers/google-workspace.ts'
import { greenhouse } from './readers/greenhouse.ts'
import { jsonResume } from './readers/json-resume.ts'
import { lever } from './readers/lever.ts'
import { misp, mispHashes } from './readers/misp.ts'
import { mispCsv } from './readers/misp-attributes.ts'
import { ocsf } from './readers/ocsf.ts'
import { okta } from './readers/okta.ts'
import { smartRecruiters } from './readers/smart-recruiters.ts'
import { stix } from './readers/stix.ts'
import { hris, icims, interviews, shipments, table, workday } from './readers/tables.ts'

/** Every format of somebody else's that there is. Add yours here and nowhere else; the first that recognises a file reads it. */
export const readers = {
  ashby,
  entra,
  'entra-csv': entraCsv,
  'google-workspace': googleWorkspace,
  greenhouse,
  'json-resume': jsonResume,
  lever,
  misp,
  'misp-csv': mispCsv,
  'misp-hashes': mispHashes,
  ocsf,
  okta,
  smartrecruiters: smartRecruiters,
  stix,
  hris,
  icims,
  interviews,
  shipments,
  table,
  workday,
} as const satisfies Record<string, Reader>

export type ReaderName = keyof typeof readers

export const readerNames = Object.keys(readers) as readonly ReaderName[]
