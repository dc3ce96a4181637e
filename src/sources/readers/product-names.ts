import { entryOf } from './published.ts'

/** Names of products that are more than their words, by their letters and digits. */
const spellings: Readonly<Record<string, string>> = {
  cyberghost: 'CyberGhost VPN',
  cyberghostvpn: 'CyberGhost VPN',
  expressvpn: 'ExpressVPN',
  hidemyass: 'HideMyAss! VPN',
  ipvanish: 'IPVanish',
  ipvanishvpn: 'IPVanish',
  ivpn: 'IVPN',
  nordvpn: 'NordVPN',
  privateinternetaccess: 'Private Internet Access',
  protonvpn: 'Proton VPN',
  purevpn: 'PureVPN',
  strongvpn: 'StrongVPN',
  torguardvpn: 'TorGuard',
  tunnelbear: 'TunnelBear',
  tunnelbearvpn: 'TunnelBear',
  vyprvpn: 'VyprVPN',
}

/**
 * The readable name of a product that a log writes in capitals: `ASTRILL_VPN` is "Astrill VPN". One that is written in
 * mixed case stays as it is; the same product has the same name whichever way it came.
 */
export function productName(name: string | undefined): string | undefined {
  if (name === undefined) return undefined
  const known = entryOf(spellings, name.toLowerCase().replace(/[^a-z0-9]/g, ''))
  if (known !== undefined) return known
  if (!/^[A-Z0-9_ -]+$/.test(name)) return name
  return name
    .split(/[_ -]+/)
    .map((word) => (/^(VPN|IP|TOR|SSL|ID|[A-Z]?\d+)$/.test(word) ? word : titled(word)))
    .join(' ')
    .trim()
}

const titled = (word: string): string => word.slice(0, 1) + word.slice(1).toLowerCase()
