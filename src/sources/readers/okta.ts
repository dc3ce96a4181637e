import type { Given } from '../given.ts'
import { filled, type Reader, type Translation } from '../reader.ts'

/** Events in which somebody or their device shows up; all others are administration. */
const signIns: ReadonlySet<string> = new Set([
  'user.session.start',
  'user.authentication.auth_via_mfa',
  'user.authentication.sso',
])

export const okta: Reader = {
  title: 'Okta System Log',
  type: 'idp',
  form: 'json',
  recognises: (first) =>
    first.text('eventType') !== undefined &&
    first.text('published') !== undefined &&
    first.inside('actor') !== undefined,
  read: (given, context): Translation => {
    const eventType = given.needed('eventType')
    if (!signIns.has(eventType)) return { records: [], notTaken: [`eventType ${eventType}`] }
    return { records: [signIn(given, context.source, context.organization)] }
  },
}

function signIn(given: Given, source: string, organization: string | undefined) {
  return filled({
    source,
    id: given.needed('uuid'),
    kind: 'sign_in',
    at: given.moment('published'),
    organization: organization && { domain: organization },
    subject: filled({
      ref: given.needed('actor.id'),
      name: given.text('actor.displayName'),
      ips: given.texts('client.ipAddress'),
    }),
  })
}
