type Refuse = (reason: string) => void

export const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  value !== null && typeof value === 'object' && !Array.isArray(value)

export function textOf(value: unknown, refuse: Refuse): string | undefined {
  if (typeof value === 'string') return value.trim() === '' ? undefined : value.trim()
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  if (value != null) refuse('expected text')
  return undefined
}

export function numberOf(text: string | undefined, refuse: Refuse): number | undefined {
  if (text === undefined) return undefined
  const isNumber = /^-?\d+(\.\d+)?([eE][+-]?\d{1,3})?$/.test(text)
  if (isNumber && Number.isFinite(Number(text))) return Number(text)
  refuse('expected a number')
  return undefined
}

export function truthOf(text: string | undefined, refuse: Refuse): boolean | undefined {
  if (text === undefined) return undefined
  if (/^true$/i.test(text)) return true
  if (/^false$/i.test(text)) return false
  refuse('expected true or false')
  return undefined
}

/** The texts of a list; of objects in it, the one field that says what they are. */
export function textsOf(value: unknown, refuse: Refuse): readonly string[] {
  if (value == null) return []
  const items: readonly unknown[] = Array.isArray(value) ? value : [value]
  return items.flatMap((item) => {
    const text = textOf(innerText(item), (reason) => refuse(`${reason} in the list`))
    return text === undefined ? [] : [text]
  })
}

const innerText = (item: unknown): unknown =>
  isObject(item) ? (item['value'] ?? item['name'] ?? item['text']) : item
