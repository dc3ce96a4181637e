import type { Reader } from './reader.ts'
import { ashby } from './readers/ashby.ts'
import { crowdstrike } from './readers/crowdstrike.ts'
import { defender } from './readers/defender.ts'
import { endpoints } from './readers/endpoints.ts'
import { entra } from './readers/entra.ts'
import { entraCsv } from './readers/entra-tables.ts'
import { googleWorkspace } from './readers/google-workspace.ts'
import { greenhouse } from './readers/greenhouse.ts'
import { intune } from './readers/intune.ts'
import { jamf } from './readers/jamf.ts'
import { jsonResume } from './readers/json-resume.ts'
import { kandji } from './readers/kandji.ts'
import { lever } from './readers/lever.ts'
import { meetings } from './readers/meetings.ts'
import { misp, mispHashes } from './readers/misp.ts'
import { mispCsv } from './readers/misp-attributes.ts'
import { ocsf } from './readers/ocsf.ts'
import { okta } from './readers/okta.ts'
import { osquery } from './readers/osquery.ts'
import { sentinelOne } from './readers/sentinelone.ts'
import { smartRecruiters } from './readers/smart-recruiters.ts'
import { stix } from './readers/stix.ts'
import {
  esignatures,
  hris,
  icims,
  interviews,
  shipments,
  table,
  workday,
} from './readers/tables.ts'

/** Every format of somebody else's that there is. Add yours here and nowhere else; the first that recognises a file reads it. */
export const readers = {
  ashby,
  crowdstrike,
  defender,
  entra,
  'entra-csv': entraCsv,
  'google-workspace': googleWorkspace,
  greenhouse,
  intune,
  jamf,
  'json-resume': jsonResume,
  kandji,
  lever,
  meetings,
  misp,
  'misp-csv': mispCsv,
  'misp-hashes': mispHashes,
  ocsf,
  okta,
  osquery,
  sentinelone: sentinelOne,
  smartrecruiters: smartRecruiters,
  stix,
  endpoints,
  esignatures,
  hris,
  icims,
  interviews,
  shipments,
  table,
  workday,
} as const satisfies Record<string, Reader>

export type ReaderName = keyof typeof readers

export const readerNames = Object.keys(readers) as readonly ReaderName[]
