/** Columns of a terminal that text is written for. */
const textWidth = 100

/**
 * A sentence in lines of at most 100 columns, broken at spaces; the lines after the first begin with
 * `indent` spaces. A word that is longer stands on a line of its own.
 */
export function wrapped(text: string, indent = 0): string[] {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(/(?<=\S) /)) {
    const longer = line === '' ? word : `${line} ${word}`
    if (line.trim() !== '' && [...longer].length > textWidth) {
      lines.push(line)
      line = `${' '.repeat(indent)}${word}`
    } else {
      line = longer
    }
  }
  return [...lines, line]
}
