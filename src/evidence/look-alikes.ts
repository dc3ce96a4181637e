/**
 * Letters of other scripts that look like Latin ones, after the confusables of Unicode Technical Standard 39: letters of
 * Cyrillic, Greek and Armenian that no reader tells from the Latin letter in a common typeface, each case by itself.
 */
const lookAlikes: ReadonlyMap<string, string> = new Map(
  `аa сc ԁd еe һh іi јj ӏl оo рp ԛq ѕs ѵv ԝw хx уy ҽe
   АA ВB СC ЕE НH ІI ЈJ КK МM ОO РP ЅS ТT ХX УY
   αa ϲc ιi ϳj νv οo ρp υu γy
   ΑA ΒB ΕE ΖZ ΗH ΙI ΚK ΜM ΝN ΟO ΡP ΤT ΥY ΧX
   օo սu հh ոn
   ɑa ɡg ıi`
    .split(/\s+/)
    .filter((pair) => [...pair].length === 2)
    .map((pair) => {
      const [letter = '', latin = ''] = pair
      return [letter, latin] as const
    }),
)

/** What no one sees: zero-width characters, marks of direction, soft hyphens, variation selectors, tags. */
const invisible = /\p{Default_Ignorable_Code_Point}/gu

/**
 * An identifier as people see it: compatibility forms (wide and mathematical letters) are plain ones, what cannot be seen
 * is gone. The rule for look-alikes: a name that becomes wholly ASCII when its look-alikes are replaced is that ASCII
 * name; any other stays in its own script. Case is left as it is.
 */
export function plainIdentifier(text: string): string {
  // Nearly all are plain ASCII already.
  if (/^[\x20-\x7e]*$/.test(text)) return text
  return text
    .normalize('NFKC')
    .replace(invisible, '')
    .replace(/[^\s@.,;/:<>()]+/gu, latinName)
}

function latinName(name: string): string {
  if (/^[\x20-\x7e]*$/.test(name)) return name
  const latin = [...name].map((letter) => lookAlikes.get(letter) ?? letter).join('')
  return /^[\x20-\x7e]*$/.test(latin) ? latin : name
}
