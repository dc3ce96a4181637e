import {
  findShape,
  hasShape,
  type InventoryShape,
  reportOf,
  shapedRow,
} from '../endpoints/inventory-shape.ts'
import { observeMachine } from '../endpoints/machine-report.ts'
import { namesByVendor } from '../endpoints/software-facts.ts'
import { findSoftware } from '../endpoints/software-list.ts'
import type { Given } from '../given.ts'
import { isObject } from '../given-values.ts'
import { filled, type Reader } from '../reader.ts'

/**
 * Join and quality logs of meetings. Written from the references of Zoom (participants of a meeting and their quality of
 * service, in the dashboard's API), Webex (meeting qualities) and Microsoft Teams (dimensions of the Call Quality
 * Dashboard, second endpoint), and from the titles of the columns that Zoom's dashboard exports, which could not be held
 * against an export.
 *
 * Taken: a participant with a mailbox, the address, the names of microphone, speaker and camera, the latency (the median of what the
 * log measured). A camera that is a program by its name is `call.virtual_camera`. It is an event of kind `device` and no
 * interview: a log does not say what a meeting was for. Not taken: participants without a mailbox, who may be anybody, titles
 * of meetings, places, client versions. Times of day without an offset are of no stated zone: their day is taken.
 */
interface CallShape extends InventoryShape {
  readonly meeting: readonly string[]
  readonly cameras: readonly string[]
  readonly audio: readonly string[]
  readonly latency: readonly string[]
  /** Lists of measurements, with the fields that are latencies. */
  readonly measured?: readonly { readonly list: string; readonly latency: readonly string[] }[]
}

const zoomStreams = ['audio_input', 'audio_output', 'video_input', 'video_output']

const zoom: CallShape = {
  sort: 'call',
  has: [
    ['join_time', 'Join Time', 'Join time'],
    ['leave_time', 'Leave Time', 'Leave time', 'user_qos', 'user_name', 'Participant'],
    ['camera', 'Camera', 'microphone', 'Microphone'],
  ],
  meeting: ['Meeting ID', 'meeting_id', 'participant_user_id', 'user_id', 'id'],
  mails: ['email', 'Email', 'User Email', 'Participant Email'],
  person: ['user_name', 'Participant', 'Name (Original Name)', 'Name'],
  seen: ['join_time', 'Join Time', 'Join time'],
  ip: ['ip_address', 'IP Address', 'Public IP', 'Public IP Address'],
  cameras: ['camera', 'Camera'],
  audio: ['microphone', 'Microphone', 'speaker', 'Speaker'],
  latency: [
    'Latency',
    'Video Latency',
    'Audio Latency',
    'Latency (ms)',
    'Average Latency',
    'Video Latency (ms)',
  ],
  measured: [
    { list: 'user_qos', latency: zoomStreams.map((stream) => `${stream}.avg_latency`) },
    { list: 'qos', latency: ['details.avg_latency'] },
  ],
  known: [
    ...[
      'leave_time',
      'Leave Time',
      'device',
      'Device',
      'location',
      'Location',
      'network_type',
      'Network Type',
    ],
    ...[
      'data_center',
      'Data Center',
      'connection_type',
      'Connection Type',
      'share_application',
      'share_desktop',
    ],
    ...[
      'share_whiteboard',
      'recording',
      'pc_name',
      'domain',
      'mac_addr',
      'harddisk_id',
      'version',
      'leave_reason',
    ],
    ...[
      'internal_ip_addresses',
      'status',
      'role',
      'in_room_participants',
      'registrant_id',
      'Topic',
      'Host',
      'Version',
    ],
  ],
}

const webex: CallShape = {
  sort: 'call',
  has: [
    ['joined', 'Join Time (UTC)'],
    ['meetingId', 'Conference ID', 'Meeting ID'],
    ['camera', 'Camera', 'microphone', 'Microphone'],
  ],
  meeting: ['meetingId', 'participantSessionId', 'Conference ID', 'Meeting ID'],
  mails: ['email', 'Participant Email', 'Email'],
  person: ['displayName', 'Participant Name'],
  seen: ['joined', 'Join Time (UTC)'],
  isUtc: true,
  ip: ['publicIP', 'Public IP'],
  cameras: ['camera', 'Camera'],
  audio: ['microphone', 'Microphone', 'speakerName', 'Speaker'],
  latency: ['Audio Latency', 'Video Latency', 'Latency (ms)'],
  measured: ['videoIn', 'videoOut', 'audioIn', 'audioOut'].map((list) => ({
    list,
    latency: ['latency'],
  })),
  known: [
    ...[
      'client',
      'clientVersion',
      'osType',
      'osVersion',
      'hardwareType',
      'networkType',
      'localIP',
      'maskedLocalIP',
    ],
    ...[
      'maskedPublicIP',
      'serverRegion',
      'videoMeshCluster',
      'videoMeshServer',
      'participantId',
      'participantSessionId',
    ],
    ...['left', 'joinMeetingTime', 'resources', 'shareIn', 'shareOut'],
  ],
}

const teams: CallShape = {
  sort: 'call',
  has: [
    ['Second UPN', 'Second User UPN'],
    ['Second Capture Dev', 'Second Video Capture Device', 'Second Capture Device'],
    ['Conference Id', 'Start Time', 'Call Id'],
  ],
  meeting: ['Conference Id', 'Call Id', 'Dialog ID'],
  mails: ['Second UPN', 'Second User UPN'],
  seen: ['Start Time', 'Start Time (UTC)', 'Date'],
  isUtc: true,
  ip: ['Second Reflexive Local IP', 'Second Public IP'],
  cameras: ['Second Video Capture Device', 'Second Camera'],
  audio: [
    'Second Capture Dev',
    'Second Capture Device',
    'Second Render Dev',
    'Second Render Device',
  ],
  latency: ['Avg Round Trip', 'Round Trip', 'Average Round Trip Time', 'Second Round Trip'],
  known: [
    'Second IP Address',
    'First UPN',
    'First User UPN',
    'End Time',
    'Media Type',
    'Second User Agent',
  ],
}

const shapes: readonly CallShape[] = [teams, webex, zoom]
const pages = ['participants', 'items', 'value'] as const

export const meetings: Reader = {
  title: 'meeting join and quality logs (Zoom, Webex, Teams)',
  type: 'endpoint',
  form: 'table',
  recognises: (first) =>
    [first, ...pages.flatMap((page) => first.list(page).slice(0, 1))].some((row) =>
      shapes.some((shape) => hasShape(row, shape)),
    ),
  gathering: {
    rowsOf: (record) => {
      if (!isObject(record)) return [record]
      const page = pages.find((name) => Array.isArray(record[name]))
      return page === undefined ? [record] : (record[page] as readonly unknown[])
    },
    groupOf: () => undefined,
  },
  read: (row, context) => {
    const shape = shapeOf(row)
    if (shape === undefined) {
      row.skip('')
      return { records: [], notTaken: ['row of another report'] }
    }
    const report = reportOf(row, shape, context)
    const meeting = [shapedRow(row).text(shape.meeting), report.user.logins[0]?.toLowerCase()]
    const facts = callFacts(row, shape)
    const translation = observeMachine(
      { ...report, device: meeting.filter((part) => part !== undefined).join('/'), facts },
      context,
    )
    if (translation.records.length === 0) row.skip('')
    else if (report.at === undefined) row.refuse('', 'no column says when the participant joined')
    return translation
  },
}

const shapeOf = (row: Given): CallShape | undefined => findShape(row, shapes)

function callFacts(row: Given, shape: CallShape): Readonly<Record<string, unknown>> {
  const { texts } = shapedRow(row)
  const cameras = [...new Set(texts(shape.cameras))]
  const programs = cameras.flatMap((name) => findSoftware({ name }) ?? [])
  const virtual = programs.filter(({ kind }) => kind === 'virtual_camera')
  return filled({
    'call.video_devices': cameras,
    'call.audio_devices': [...new Set(texts(shape.audio))],
    'call.virtual_camera': namesByVendor(virtual),
    'call.latency_ms': medianLatency(row, shape),
  })
}

function medianLatency(row: Given, shape: CallShape): number | undefined {
  const own = shapedRow(row).texts(shape.latency)
  const measured = (shape.measured ?? []).flatMap(({ list, latency }) => {
    const texts = row.list(list).flatMap((each) => shapedRow(each).texts(latency))
    row.skip(list)
    return texts
  })
  const values = [...own, ...measured].flatMap(millisecondsOf).toSorted((one, other) => one - other)
  return values[Math.floor(values.length / 2)]
}

/** `45 ms`, `45`, `45.5ms (Avg)`; other units are not guessed, and nothing takes more than a minute. */
function millisecondsOf(text: string): readonly number[] {
  const number = /^(\d{1,5}(?:\.\d+)?) ?(?:ms|$|milliseconds?)/i.exec(text)?.[1]
  const value = Number(number)
  return number !== undefined && value > 0 && value <= 60_000 ? [value] : []
}
