export type FactType = 'text' | 'number' | 'boolean' | 'list' | 'share'

/** Type of each known fact; a fact of another name may hold any value. */
const factTypes: Readonly<Record<string, FactType>> = {
  'ip.country': 'text',
  'ip.asn': 'number',
  'ip.network': 'text',
  'phone.line_type': 'text',
  'phone.country': 'text',
  'email.disposable': 'boolean',
  'email.age_days': 'number',
  'timezone.browser': 'text',
  'hour.local': 'number',
  'camera.state': 'text',
  'video.deepfake_score': 'share',
  'handle.verified': 'list',
  'face.match_score': 'share',
  'voice.same_as_previous': 'boolean',
  'screen.other_persona': 'boolean',
  'remote_admin.tools': 'list',
  'remote_admin.unattended': 'list',
  'mesh_vpn.products': 'list',
  'kvm.device': 'text',
  'kvm.evidence': 'list',
  'kvm.possible': 'list',
  'input.simulated': 'boolean',
  'jiggler.products': 'list',
  'virtual_camera.products': 'list',
  'device.enrolled_at': 'text',
  'device.enrollment_country': 'text',
  'device.provisioned_days': 'number',
  'call.latency_ms': 'number',
  'call.audio_devices': 'list',
  'call.video_devices': 'list',
  'call.virtual_camera': 'list',
  'vpn.product': 'text',
  'vpn.installed': 'list',
  'document.tampered': 'boolean',
  'verification.result': 'text',
  'verification.provider': 'text',
  'verification.in_person': 'boolean',
  'employment.denied_by_employer': 'boolean',
  'identity.denied_by_holder': 'boolean',
  'shipment.redirected': 'boolean',
  'shipment.country': 'text',
  'outcome.type': 'text',
  'outcome.truth': 'text',
  'outcome.established_by': 'text',
  'loss.amount': 'number',
  'loss.currency': 'text',
  'access.scopes': 'list',
  'ended.reason': 'text',
  'interview.proof': 'text',
  'payment.holder_matches': 'boolean',
  'payment.third_party': 'boolean',
  'code.account_age_days': 'number',
  'code.commits_before_account': 'number',
  'applications.last_24h': 'number',
}

/** Type of a known fact; undefined for others, also for those named like a property of every object. */
export const factTypeOf = (name: string): FactType | undefined =>
  Object.hasOwn(factTypes, name) ? factTypes[name] : undefined

/** What is wrong with the value of a fact, or undefined. */
export function factProblem(name: string, value: unknown): string | undefined {
  const type = factTypeOf(name)
  if (type === undefined) return undefined
  if (type === 'list') return Array.isArray(value) ? undefined : 'expected a list of text'
  if (type === 'share') {
    const inRange = typeof value === 'number' && value >= 0 && value <= 1
    return inRange ? undefined : 'expected a number from 0 to 1'
  }
  const expected = type === 'text' ? 'string' : type
  return typeof value === expected ? undefined : `expected ${type}`
}
