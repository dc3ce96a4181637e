import { mkdirSync, writeFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { ringer, useFolder } from './process-testing.ts'

const place = useFolder()

test('the data sets in use are listed with their credit; no store is needed', async () => {
  const { status, out, news } = await ringer('data-sets', '--data', place('none'))
  expect({ status, news }).toEqual({ status: 0, news: '' })
  expect(out).toMatch(
    /^kind +name +date or version +entries +licence +file\ncountry +asn-country +20/,
  )
  expect(out).toMatch(/\nasn: IP Geolocation by DB-IP \(https:\/\/db-ip\.com\)/)
})

test('the operator’s stand first, from the data folder; a list of VPNs asks for one of relays', async () => {
  mkdirSync(place('data/data-sets'), { recursive: true })
  writeFileSync(place('data/data-sets/exits.txt'), '203.0.113.0/24\n2001:db8::/48\n')
  const list = (text: string) => writeFileSync(place('data/data-sets/data-sets.yaml'), text)
  list('- { file: exits.txt, kind: vpn, date: 2026-08-22, licence: MIT, credit: Made up }\n')
  const listed = await ringer('data-sets', '--format', 'ndjson', '--data', place('data'))
  expect(JSON.parse(listed.out.split('\n')[0] ?? '')).toEqual({
    kind: 'vpn',
    name: 'exits',
    version: '2026-08-22',
    entries: 2,
    licence: 'MIT',
    credit: 'Made up',
    file: place('data/data-sets/exits.txt'),
    shipped: false,
  })
  expect(listed.news).toMatch(/none of privacy relays/)
  list('- { file: exits.txt, kind: vpn, date: soon }\n')
  const wrong = await ringer('data-sets', '--data', place('data'))
  expect(wrong).toMatchObject({ status: 1, out: '' })
  expect(wrong.news).toMatch(/data-sets\.yaml: data set 1, date: write a day such as/)
})
