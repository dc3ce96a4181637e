import { factTypeOf } from '../../evidence/index.ts'

/** What a field of the evidence format takes, for whoever writes a map. */
export type FieldType = 'text' | 'list' | 'number' | 'truth' | 'moment' | ObjectType

/** A list of objects; what makes an item worth writing down is its main part. */
export type ObjectType =
  | 'handles'
  | 'devices'
  | 'accounts'
  | 'addresses'
  | 'documents'
  | 'references'
  | 'flags'

const organization = {
  domain: 'text',
  name: 'text',
  industry: 'text',
  country: 'text',
  ai: 'text',
  tags: 'list',
  size: 'text',
  parent: 'text',
  work_mode: 'text',
} as const satisfies Readonly<Record<string, FieldType>>

const under = (prefix: string, fields: Readonly<Record<string, FieldType>>) =>
  Object.fromEntries(Object.entries(fields).map(([name, type]) => [`${prefix}.${name}`, type]))

/** Fields of an observation that a map can fill, `source`, `kind` and `facts` aside (`evidence-format.md`). */
export const mapFields: Readonly<Record<string, FieldType>> = {
  id: 'text',
  at: 'moment',
  stage: 'text',
  ...under('organization', organization),
  'role.title': 'text',
  'role.soc': 'text',
  'role.remote': 'truth',
  'role.country': 'text',
  'subject.ref': 'text',
  'subject.name': 'text',
  'subject.emails': 'list',
  'subject.phones': 'list',
  'subject.ips': 'list',
  'subject.handles': 'handles',
  'subject.devices': 'devices',
  'subject.accounts': 'accounts',
  'subject.addresses': 'addresses',
  'subject.documents': 'documents',
  'subject.claims.country': 'text',
  'subject.claims.timezone': 'text',
  'subject.claims.city': 'text',
  'subject.claims.birth_year': 'number',
  'subject.claims.employers': 'list',
  'subject.claims.references': 'references',
  'engagement.type': 'text',
  'engagement.via': 'text',
  ...under('engagement.client', organization),
  'origin.organization': 'text',
  'origin.id': 'text',
  'origin.first_hand': 'truth',
  flags: 'flags',
}

/** Columns of an address that stands in several; `mapped-addresses.ts` puts them together. */
export const addressParts = ['street', 'number', 'unit', 'postcode', 'city', 'state'] as const

/** Parts of the objects of a list; of `one`, an item has at least one, or it is not written down. */
export const objectParts: Readonly<
  Record<ObjectType, { readonly parts: readonly string[]; readonly one: readonly string[] }>
> = {
  handles: { parts: ['service', 'value'], one: ['value'] },
  devices: { parts: ['kind', 'value'], one: ['value'] },
  accounts: { parts: ['kind', 'value'], one: ['value'] },
  addresses: {
    parts: ['kind', 'text', 'country', ...addressParts],
    one: ['text', ...addressParts],
  },
  documents: {
    parts: ['kind', 'file', 'text', 'sha256', 'phash'],
    one: ['file', 'text', 'sha256', 'phash'],
  },
  references: { parts: ['name', 'email', 'phone'], one: ['name', 'email', 'phone'] },
  flags: { parts: ['indicator', 'note', 'by'], one: ['indicator'] },
}

export const isObjectType = (type: FieldType): type is ObjectType =>
  Object.hasOwn(objectParts, type)

/** What a field takes; a fact's type is the format's own; one that it does not know takes text, or a list where the map makes one. */
export function fieldTypeOf(field: string, isList = false): FieldType | undefined {
  if (Object.hasOwn(mapFields, field)) return mapFields[field]
  if (!field.startsWith('facts.')) return undefined
  const type = factTypeOf(field.slice('facts.'.length)) ?? (isList ? 'list' : 'text')
  return type === 'boolean' ? 'truth' : type === 'share' ? 'number' : type
}
