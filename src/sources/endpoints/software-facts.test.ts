import { expect, test } from 'vitest'
import { plainCommand, summarizeSoftware } from './software-facts.ts'

const named = (...names: readonly string[]) => names.map((name) => ({ name }))

test('two components of one product, and two products of one vendor, are one item', () => {
  const { facts } = summarizeSoftware(
    [
      ...named('Splashtop Streamer', 'Splashtop Software Updater', 'ScreenConnect Client (1f2e)'),
      ...named('ConnectWise Automate'),
      { file: 'C:\\x\\ScreenConnect.ClientService.exe' },
    ],
    false,
  )
  expect(facts['remote_admin.tools']).toEqual(['ConnectWise Automate / ScreenConnect', 'Splashtop'])
})

test('only a complete inventory says that nothing was found', () => {
  expect(summarizeSoftware(named('Microsoft Edge'), false).facts).toEqual({})
  expect(summarizeSoftware(named('Microsoft Edge'), true).facts).toEqual({
    'remote_admin.tools': [],
  })
})

test('a camera program that is installed is not one in use, and keep-awake tools simulate nobody', () => {
  const { facts, notTaken } = summarizeSoftware(named('ManyCam', 'Amphetamine', 'Tailscale'), false)
  expect(facts).toEqual({
    'virtual_camera.products': ['ManyCam'],
    'mesh_vpn.products': ['Tailscale'],
  })
  expect(notTaken).toEqual([
    'software "keep-awake tools": keeps the screen on and simulates nobody',
  ])
})

test('an installed jiggler or VPN is a product on the machine, and no observation of its use', () => {
  const facts = summarizeSoftware(named('Move Mouse', 'Astrill VPN'), true).facts
  expect(facts).toMatchObject({
    'jiggler.products': ['Move Mouse'],
    'vpn.installed': ['Astrill VPN'],
  })
  expect(facts).not.toHaveProperty('input.simulated')
  expect(facts).not.toHaveProperty('vpn.product')
})

test.each([
  ['"C:\\x\\remoting_start_host.exe" --code="4/0" --pin=246810', 'Chrome Remote Desktop'],
  ["sh -c 'echo s3cret | anydesk --set-password'", 'AnyDesk'],
  ['/opt/rustdesk/rustdesk --password s3cret', 'RustDesk'],
  ['meshagent -fullinstall --meshServiceName=x', 'MeshCentral'],
  ['C:\\s\\ScreenConnect.ClientService.exe "?e=Access&y=Guest&h=x"', 'ScreenConnect'],
])('%s sets up access without anybody there', (command, product) => {
  const { facts } = summarizeSoftware([{ command }], false)
  expect(facts).toMatchObject({ 'remote_admin.unattended': [product] })
  expect(JSON.stringify(facts)).not.toMatch(/s3cret|246810/)
})

test.each([
  'anydesk.exe --service',
  'curl --password s3cret https://mail.example',
  'git commit -m "anydesk"',
  'grep -- --pin= remoting.log',
])('%s sets up nothing', (command) => {
  expect(summarizeSoftware([{ command }], false).facts).not.toHaveProperty(
    'remote_admin.unattended',
  )
})

test('of a command line no value is left', () => {
  const command = 'C:\\x\\remoting_start_host.exe --code="4/0Ab" --pin=246810 --name=Jo'
  expect(plainCommand(command)).toBe('remoting_start_host --pin --code')
  expect(plainCommand('mysql -u root --password=s3cret')).toBe('')
  expect(summarizeSoftware([{ command: plainCommand(command) }], false).facts).toEqual(
    summarizeSoftware([{ command }], false).facts,
  )
})
