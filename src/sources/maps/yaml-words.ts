/** Words that YAML reads as something else than text. */
const special = /^(true|false|null|yes|no|on|off|~)$/i

/** A text as YAML, in quotes where it needs them. */
export const yamlText = (text: string): string =>
  /^\p{L}[\p{L}\p{N} _/.-]*$/u.test(text) && !special.test(text) && text === text.trim()
    ? text
    : JSON.stringify(text)

/** Names of columns as a list in one line. */
export const yamlList = (names: readonly string[]): string => `[${names.map(yamlText).join(', ')}]`
