import { countryOf } from './places.ts'
import { below, type Stream } from './random.ts'

export interface Phone {
  readonly country: string
  /** Calling code and national number, digits only. */
  readonly dial: string
  readonly digits: string
  readonly lineType: string
}

/** Area codes in use in the US (and in Canada); with each, 555-0100 … 555-0199 is reserved for fiction. */
const areaCodes = {
  US: ranges(
    '201-203 205-210 212-220 224-225 228-229 231 234 239-240 248 251-254 256 260 262 267 269-270 272 276 281 301-305',
    '307-310 312-321 323 325 330-331 334 336-337 339 347 351-352 360-361 364 380 385-386 401-402 404-410 412-415 417',
    '419 423-425 430 432 434-435 440 442-443 458 463 469-470 475 478-480 484 501-505 507-510 512-513 515-518 520 530-531',
    '534 539-541 551 559 561-564 567 570-571 573-575 580 585-586 601-603 605-610 612 614-620 623 626-631 636 641 646',
    '650-651 657 660-662 667 669 678 680-682 701-704 706-708 712-720 724-727 731-732 734 737 740 747 754 757 760 762-763',
    '765 769-770 772-775 779 781 785-786 801-806 808 810 812-818 828 830-832 843 845 847-848 850 854 856-860 862-865 870',
    '872 878 901 903-904 906-910 912-920 925 928-931 936-938 940-941 947 949 951-952 954 956 959 970-973 978-980 984-985 989',
  ),
  CA: ranges(
    '204 226 236 249-250 289 306 343 365 403 416 418 431 437-438 450 506 514 519 548 579 581 587',
    '604 613 639 647 672 705 709 778 780 782 807 819 825 867 873 902 905',
  ),
} as const

/** Blocks kept free for fiction by Ofcom, ACMA, ARCEP, the Bundesnetzagentur and ComReg: prefix and digits that follow. */
const fiction: Readonly<Record<string, readonly (readonly [prefix: string, width: number])[]>> = {
  GB: [
    ['7700900', 3],
    ...[
      '2079460',
      '1134960',
      '1144960',
      '1154960',
      '1164960',
      '1174960',
      '1184960',
      '1214960',
      '1314960',
      '1414960',
      '1514960',
      '1614960',
      '1914980',
      '1632960',
    ].map((prefix) => [prefix, 3] as const),
  ],
  DE: ['3023125', '6990009', '4066969', '2214710', '8999998'].map((prefix) => [prefix, 3] as const),
  AU: ['25550', '35550', '75550', '85550', '27010', '37010', '77010', '87010'].map(
    (prefix) => [prefix, 4] as const,
  ),
  FR: ['63998', '19900', '26191', '35301', '46571', '53649'].map((prefix) => [prefix, 4] as const),
  IE: [['2091', 5]],
}

/** Length of what follows 5550 in a number that is clearly made up, for countries without a free block. */
const madeUpWidth = 6

/** The phone with this serial number in a country: equal serials, and only they, give equal numbers. */
export function phoneOf(country: string, serial: number, lineType: string): Phone {
  const { dial } = countryOf(country)
  return { country, dial, digits: digitsOf(country, serial), lineType }
}

function digitsOf(country: string, serial: number): string {
  if (country === 'US' || country === 'CA') return northAmerican(areaCodes[country], serial)
  let rest = serial
  for (const [prefix, width] of fiction[country] ?? []) {
    if (rest < 10 ** width) return prefix + String(rest).padStart(width, '0')
    rest -= 10 ** width
  }
  return `5550${String(rest).padStart(madeUpWidth, '0')}`
}

/** 555-01xx first; a world too large for it goes on with 555-0xxx and 555-xxxx, then with area 555. */
function northAmerican(areas: readonly number[], serial: number): string {
  const reserved = areas.length * 100
  if (serial < reserved) return `${areas[Math.floor(serial / 100)]}55501${pair(serial % 100)}`
  const beyond = serial - reserved
  const place = Math.floor(beyond / areas.length)
  if (place >= 9900) return `555${String(beyond).padStart(7, '0')}`
  const line = place < 100 ? place : place + 100
  return `${areas[beyond % areas.length]}555${String(line).padStart(4, '0')}`
}

const pair = (number: number): string => String(number).padStart(2, '0')

/** Countries where a number is dialled with a 0 before it at home. */
const trunkZero = new Set('GB DE FR AU IE NL SE AT IN NZ ZA JP IL AE NG'.split(' '))

/** The number as somebody writes it; the national way only to a reader who knows the country. */
export function writePhone(draw: Stream, phone: Phone, claimed: string): string {
  const { dial, digits } = phone
  const way = below(draw, claimed === phone.country ? 4 : 2)
  const [area, office, line] = [digits.slice(0, 3), digits.slice(3, 6), digits.slice(6)]
  if (way === 0) return `+${dial}${digits}`
  if (way === 1) return `+${dial} ${area} ${office} ${line}`
  if (dial === '1') return way === 2 ? `(${area}) ${office}-${line}` : `${area}.${office}.${line}`
  if (!trunkZero.has(phone.country)) return `+${dial}-${area}-${office}${line}`
  return way === 2 ? `0${area} ${office}${line}` : `0${area}-${office}-${line}`
}

function ranges(...lines: readonly string[]): readonly number[] {
  return lines
    .join(' ')
    .split(' ')
    .flatMap((range) => {
      const [from = 0, to = from] = range.split('-').map(Number)
      return Array.from({ length: to - from + 1 }, (_, step) => from + step)
    })
}
