import { writeFileSync } from 'node:fs'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { checkAsyncProperty } from '../../test/property.ts'
import { openTestImport, type TestImport } from './import-fixture.ts'
import { type InputFile, openInputFile } from './input-file.ts'
import { type CutMail, mailsOf } from './mailbox.ts'

let store: TestImport
beforeAll(async () => {
  store = await openTestImport()
})
afterAll(() => store.close())

async function mailsIn(content: string, pieceBytes?: number): Promise<readonly CutMail[]> {
  const path = store.file('mailbox', '')
  writeFileSync(path, content)
  const file = openInputFile(path)
  const cut: InputFile =
    pieceBytes === undefined ? file : { ...file, pieces: () => pieces(content, pieceBytes) }
  const mails: CutMail[] = []
  for await (const mail of mailsOf(cut)) mails.push(mail)
  return mails
}

async function* pieces(content: string, size: number): AsyncIterable<Buffer> {
  const bytes = Buffer.from(content)
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

const textOf = (mail: CutMail | undefined): string =>
  mail !== undefined && 'bytes' in mail ? Buffer.from(mail.bytes).toString('utf8') : ''

const from = 'From ana@mail.example Mon May  5 16:07:05 2025\n'

test.each([
  ['asctime', from],
  ['with a zone', 'From 17@xxx Mon May 05 16:07:05 +0000 2025\n'],
  ['of Thunderbird', 'From - Mon May  5 16:07:05 2025\n'],
  ['with CRLF', 'From ana@mail.example Mon May  5 16:07:05 2025\r\n'],
])('a line %s begins each mail, and its number is that of the mail', async (_, line) => {
  const mails = await mailsIn(`${line}A: 1\n\none\n\n${line}A: 2\n\ntwo\n`)
  expect(mails.map(textOf)).toEqual(['A: 1\n\none\n\n', 'A: 2\n\ntwo\n'])
  expect(mails.map((mail) => mail.line)).toEqual([2, 7])
})

test('what a person wrote is no beginning of a mail, and loses the sign before it', async () => {
  const body = `From here on I write.\n\nFrom Monday to Friday in 2025\n>From May\n>>From June\n`
  const mails = await mailsIn(`${from}A: 1\n\n${body}`)
  expect(mails.map(textOf)).toEqual([
    'A: 1\n\nFrom here on I write.\n\nFrom Monday to Friday in 2025\nFrom May\n>From June\n',
  ])
})

test('a mail that is too large costs itself alone', async () => {
  const large = 'x'.repeat(1024 * 1024)
  const mails = await mailsIn(`${from}A: 1\n\n${`${large}\n`.repeat(33)}\n${from}A: 2\n\ntwo\n`)
  expect(mails.map((mail) => 'refused' in mail)).toEqual([true, false])
  expect(textOf(mails[1])).toBe('A: 2\n\ntwo\n')
})

test('in whatever pieces it comes, the mails are the same', async () => {
  const line = fc.constantFrom('', 'text', '>From x', 'From x', from.trim())
  await checkAsyncProperty(
    fc.asyncProperty(
      fc.array(line, { maxLength: 20 }),
      fc.integer({ min: 1, max: 40 }),
      async (lines, size) => {
        const content = from + lines.map((each) => `${each}\n`).join('')
        const [whole, cut] = [await mailsIn(content), await mailsIn(content, size)]
        expect(cut.map(textOf)).toEqual(whole.map(textOf))
      },
    ),
    { runs: 100 },
  )
})
