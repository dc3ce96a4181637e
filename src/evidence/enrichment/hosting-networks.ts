/** Version of the table below, named by every fact that comes from it. */
export const hostingNetworksVersion = '1'

/**
 * Autonomous systems of providers that rent out machines and nothing else: their number and a word of the
 * name under which the data set has them (a test holds the two together). Ours, to be argued with.
 *
 * Not here, on purpose, are networks that also carry what people do themselves: Cloudflare, Akamai (with
 * Linode) and Fastly (private relays leave from there), Google (its VPN and its offices), Microsoft and
 * Amazon (offices, virtual desktops, browsers that load pages for their users), Oracle and IBM (gateways
 * through which companies send their staff), resellers of transit such as M247, providers that have lines
 * of their own to homes and offices (Aruba, Selectel, iomart), and Tencent and Alibaba (their own services).
 */
export const hostingNetworks: ReadonlyMap<number, string> = new Map([
  [7979, 'Servers.com'],
  [8100, 'QuadraNet'],
  [9123, 'TIMEWEB'],
  [12876, 'Scaleway'],
  [14061, 'DigitalOcean'],
  [16276, 'OVH'],
  [19318, 'Interserver'],
  [20473, 'Constant Company'], // Vultr
  [22612, 'Namecheap'],
  [23470, 'ReliableSite'],
  [24940, 'Hetzner'],
  [25697, 'UpCloud'],
  [26347, 'New Dream Network'], // DreamHost
  [26496, 'GoDaddy'],
  [28753, 'Leaseweb'],
  [29066, 'velia.net'],
  [29169, 'GANDI'],
  [29802, 'HIVELOCITY'],
  [30083, 'velia.net'],
  [30633, 'Leaseweb'],
  [32244, 'Liquid Web'],
  [36352, 'HostPapa'], // ColoCrossing
  [40021, 'Contabo'],
  [40509, 'Fly.io'],
  [40676, 'Psychz'],
  [41436, 'Kamatera'],
  [43350, 'NForce'],
  [46844, 'Sharktech'],
  [47583, 'Hostinger'],
  [49981, 'WorldStream'],
  [50673, 'Serverius'],
  [51167, 'Contabo'],
  [53667, 'FranTech'],
  [54290, 'HostPapa'], // Hostwinds
  [54641, 'InMotion'],
  [54825, 'Packet Host'],
  [55286, 'B2 Net'], // ServerMania
  [55293, 'A2 Hosting'],
  [57043, 'HOSTKEY'],
  [59253, 'LEASEWEB'],
  [60781, 'LeaseWeb'],
  [61098, 'Akenes'], // Exoscale
  [63473, 'HostHatch'],
  [197540, 'netcup'],
  [198610, 'Beget'],
  [202053, 'UpCloud'],
  [203476, 'GANDI'],
  [210644, 'AEZA'],
  [213230, 'Hetzner'],
  [398101, 'GoDaddy'],
])
