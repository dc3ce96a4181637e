import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTestImport, type TestImport } from '../import-fixture.ts'
import { readMapping } from './mapping.ts'
import { suggestMap } from './suggested-map.ts'

let world: TestImport
beforeAll(async () => {
  world = await openTestImport()
})
afterAll(() => world.close())

const columns =
  'Hostname,Serial number,User principal name,Last seen,Public IP,Operating system,Installed software,USB devices'

const table = `${columns}
LT-1,EX-SN-1,jordan@acme.example,2024-03-11T08:00:00Z,203.0.113.24,Windows 11,AnyDesk; 7-Zip,PiKVM Composite Device
LT-2,EX-SN-2,ana@acme.example,2024-03-11T08:00:00Z,203.0.113.25,Windows 11,7-Zip,Logitech Mouse
`

test('an inventory of machines is suggested as one, and its decisive columns are taken', async () => {
  const path = world.file('machines.csv', table)
  const suggested = await suggestMap(path)
  expect(suggested).toContain('type: endpoint')
  expect(suggested).toContain('- kind: device')
  const [, left = ''] = suggested.split('# Not taken')
  expect(left).not.toMatch(/software|USB|Serial|principal/)
  const mapping = readMapping(world.file('machines.yaml', suggested))
  const report = await world.run([path], { mapping, source: 'acme', organization: 'acme.example' })
  expect(report).toMatchObject({ rejected: 0, counts: { accepted: 2 } })
  const facts = await world.sql.rows('select name, text from fact order by name')
  expect(facts).toEqual([
    { name: 'kvm.device', text: 'PiKVM' },
    { name: 'remote_admin.tools', text: 'AnyDesk' },
  ])
})

test.each([
  'Device name,Serial number,Primary user UPN,Last check-in,Compliance,IP address',
  'Computer,Serial,User email,Last active,External IP,Software',
  'Gerät,Seriennummer,E-Mail,Zeitpunkt,IP-Adresse,Installierte Software',
])('a table with the columns %s is none of sign-ins', async (header) => {
  const path = world.file('other.csv', `${header}\na,b,jo@acme.example,2024-03-11T08:00:00Z,x,y\n`)
  expect(await suggestMap(path)).toMatch(/type: endpoint[\s\S]*- kind: device/)
})

test('a table of sign-ins is still one', async () => {
  const header = 'Login time,Session ID,User email,IP address,Sign in result'
  const path = world.file(
    'logins.csv',
    `${header}\n2024-03-11T08:00:00Z,s1,jo@acme.example,203.0.113.9,ok\n`,
  )
  expect(await suggestMap(path)).toMatch(/type: idp[\s\S]*- kind: sign_in/)
})
