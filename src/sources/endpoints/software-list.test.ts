import { expect, test } from 'vitest'
import { findSoftware, softwareProducts } from './software-list.ts'

const nameOf = (item: Parameters<typeof findSoftware>[0]): string | undefined => {
  const found = findSoftware(item)
  return found && `${found.kind}: ${found.product}`
}

test.each([
  ['AnyDesk', 'remote_admin: AnyDesk'],
  ['AnyDesk-ad_1a2b3c4d_msi', 'remote_admin: AnyDesk'],
  ['ScreenConnect Client (1f2e3d4c5b6a7988)', 'remote_admin: ScreenConnect'],
  ['TeamViewer 15 Host', 'remote_admin: TeamViewer'],
  ['Chrome Remote Desktop Host', 'remote_admin: Chrome Remote Desktop'],
  ['Radmin Server 3.5', 'remote_admin: Radmin'],
  ['Radmin VPN 1.4.4', 'mesh_vpn: Radmin VPN'],
  ['Radmin Viewer 3.5', 'not_counted: remote desktop viewers'],
  ['LogMeIn Client', 'remote_admin: LogMeIn'],
  ['LogMeIn Hamachi', 'mesh_vpn: Hamachi'],
  ['Level Agent 1.2.3', 'remote_admin: Level'],
  ['Level', 'remote_admin: Level'],
  ['High Level Editor', undefined],
  ['GoToMeeting 10.20', 'not_counted: meeting programs of remote-control vendors'],
  ['Microsoft Remote Desktop', 'not_counted: remote desktop viewers'],
  ['Quick Assist', 'not_counted: Quick Assist'],
  ['Caffeine', 'not_counted: keep-awake tools'],
  ['Mouse Jiggler', 'jiggler: Mouse Jiggler'],
  ['OBS Virtual Camera', 'virtual_camera: OBS Virtual Camera'],
  ['Dummy video device (0x0000)', 'virtual_camera: v4l2loopback'],
  ['FaceTime HD Camera', undefined],
  ['NVIDIA Broadcast', 'not_counted: phones as cameras and effects on a real picture'],
  ['WireGuard', "not_counted: employers' VPN clients"],
  ['Astrill VPN', 'vpn: Astrill VPN'],
  ['anydesk_custom_report.xlsx viewer', 'remote_admin: AnyDesk'],
  ['Microsoft Edge', undefined],
  ['', undefined],
  ['—', undefined],
])('a program called %j is %s', (name, product) => {
  expect(nameOf({ name })).toBe(product)
})

test.each([
  [{ bundle: 'com.teamviewer.TeamViewerHost' }, 'remote_admin: TeamViewer'],
  [{ bundle: 'com.teamviewers.other' }, undefined],
  [{ bundle: 'com' }, undefined],
  [{ file: 'C:\\Program Files\\TightVNC\\tvnserver.exe' }, 'remote_admin: TightVNC'],
  [{ file: '/usr/local/mesh_services/meshagent/meshagent' }, 'remote_admin: MeshCentral'],
  [{ file: '/Applications/AnyDesk.app' }, 'remote_admin: AnyDesk'],
  [{ extension: 'inomeogfingihgjfjlpeplalcfajhgai' }, 'remote_admin: Chrome Remote Desktop'],
  [{ name: 'constructor', file: '__proto__', bundle: 'toString' }, undefined],
])('%j is %s', (item, product) => {
  expect(nameOf(item)).toBe(product)
})

test('no name stands for two products, and every product has a name and a vendor', () => {
  const products = softwareProducts()
  for (const part of ['names', 'bundles', 'files', 'extensions'] as const) {
    const names = products.flatMap((product) => product[part])
    expect(names.filter((name, at) => names.indexOf(name) !== at)).toEqual([])
    expect(names.filter((name) => name !== name.toLowerCase())).toEqual([])
  }
  const nameless = products.filter(({ names, whole }) => names.length + whole.length === 0)
  expect(nameless).toEqual([])
  expect(products.filter(({ kind }) => kind === 'remote_admin').length).toBeGreaterThanOrEqual(80)
})

test('what is not counted says why, and nothing else does', () => {
  for (const { kind, product, because } of softwareProducts()) {
    expect([product, because !== undefined]).toEqual([product, kind === 'not_counted'])
  }
})

test('every product is found by each of its own names', () => {
  const lost = softwareProducts().flatMap((product) => [
    ...[...product.names, ...product.whole].filter((name) => findSoftware({ name }) !== product),
    ...product.bundles.filter((bundle) => findSoftware({ bundle }) !== product),
    ...product.files.filter((file) => findSoftware({ file }) !== product),
  ])
  expect(lost).toEqual([])
})
