import { describe, expect, test } from 'vitest'
import { recordOfRow } from './table-row.ts'

describe('a row becomes a record', () => {
  test.each([
    ['source', 'acme', { source: 'acme' }],
    ['subject.ref', '881', { subject: { ref: '881' } }],
    ['organization.industry', '62', { organization: { industry: '62' } }],
    ['organization.tags', 'a|b', { organization: { tags: ['a', 'b'] } }],
    ['organization.tags', 'a\\|b|c', { organization: { tags: ['a|b', 'c'] } }],
    ['organization.tags', '|a||', { organization: { tags: ['a'] } }],
    ['engagement.client.domain', 'x', { engagement: { client: { domain: 'x' } } }],
    ['role.remote', 'TRUE', { role: { remote: true } }],
    ['role.remote', 'yes', { role: { remote: 'yes' } }],
    ['subject.claims.birth_year', '1990', { subject: { claims: { birth_year: 1990 } } }],
    ['subject.claims.birth_year', 'c. 1990', { subject: { claims: { birth_year: 'c. 1990' } } }],
    ['subject.handles', '[{"service":"x"}]', { subject: { handles: [{ service: 'x' }] } }],
    ['subject.handles', '[{"service"', { subject: { handles: '[{"service"' } }],
    ['facts', '{"ip.asn":7}', { facts: { 'ip.asn': 7 } }],
    ['facts.ip.asn', '64500', { facts: { 'ip.asn': 64500 } }],
    ['facts.ip.country', '7', { facts: { 'ip.country': '7' } }],
    ['facts.remote_admin.tools', 'a|b', { facts: { 'remote_admin.tools': ['a', 'b'] } }],
    ['facts.face.match_score', '0.5', { facts: { 'face.match_score': 0.5 } }],
    ['facts.x.y', '-1.5e3', { facts: { 'x.y': -1500 } }],
    ['facts.x.y', 'false', { facts: { 'x.y': false } }],
    ['facts.x.y', 'text', { facts: { 'x.y': 'text' } }],
    ['facts.constructor', '7', { facts: { constructor: 7 } }],
    ['constructor', 'x', { constructor: 'x' }],
    ['value', '12', { value: 12 }],
    ['value', '0x10', { value: '0x10' }],
    ['source', '', {}],
    ['source', null, {}],
    ['subject.emails', ['a', 'b'], { subject: { emails: ['a', 'b'] } }],
    ['facts.ip.asn', 64500, { facts: { 'ip.asn': 64500 } }],
  ])('%s = %j', (column, cell, record) => {
    expect(recordOfRow([[column, cell]])).toEqual(record)
  })

  test('a column of facts stands beside columns of single facts, which win', () => {
    const row = [
      ['facts.ip.asn', '1'],
      ['facts', '{"ip.asn":7,"x.y":true}'],
      ['facts.ip.country', 'US'],
    ] as const
    expect(recordOfRow(row)).toEqual({ facts: { 'ip.asn': 1, 'x.y': true, 'ip.country': 'US' } })
  })

  test('a column cannot reach into the prototype of all objects', () => {
    const record = recordOfRow([
      ['__proto__.polluted', 'x'],
      ['constructor.prototype.polluted', 'x'],
      ['subject.__proto__.polluted', 'x'],
      ['facts.__proto__', 'x'],
    ])
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined()
    expect(Object.hasOwn(record, '__proto__')).toBe(true)
    expect(JSON.parse(JSON.stringify(record))).toEqual(record)
  })
})
