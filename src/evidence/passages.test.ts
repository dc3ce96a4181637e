import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { checkProperty } from '../../test/property.ts'
import { passagesOf } from './passages.ts'

const textsOf = (text: string): readonly string[] => passagesOf(text).map((passage) => passage.text)
const hashesOf = (text: string): readonly bigint[] =>
  passagesOf(text)
    .map(({ hash }) => hash)
    .sort((one, other) => (one < other ? -1 : 1))

describe('a text is divided', () => {
  const a = 'Led the migration of claims'
  const b = 'Built a search index for clinics'
  test.each([
    ['at the ends of sentences', `${a}. ${b}! ${a} twice? ${b} once…  ${b} again.`],
    ['at semicolons', `${a}; ${b}; ${a} twice; ${b} once; ${b} again`],
    ['behind quotes and brackets', `“${a}.” (${b}.) ${a} twice.") ${b} once. ${b} again`],
    ['at line ends', `${a}\n${b}\r\n${a} twice\r${b} once\n\n${b} again\n`],
    ['at bullets on lines', `• ${a}\n• ${b}\n- ${a} twice\n* ${b} once\n– ${b} again`],
    ['at bullets in one line', `• ${a} • ${b} ▪ ${a} twice · ${b} once \uf0b7 ${b} again`],
  ])('%s', (_where, text) => {
    const normal = textsOf(text).map((passage) => passage.replace(/[^\w ]/g, '').trim())
    expect(normal).toEqual([a, b, `${a} twice`, `${b} once`, `${b} again`])
  })

  test('not where a line goes on in lower case: the page was too narrow', () => {
    const wrapped = 'Led the migration of claims\n   to a new system\r\nin three months.\nBuilt x'
    expect(textsOf(wrapped)).toHaveLength(1)
    expect(hashesOf(wrapped)).toEqual(
      hashesOf('Led the migration of claims to a new system in three months'),
    )
  })

  test('not inside numbers, names and addresses', () => {
    const text = 'Moved node.js 20.1 and .NET to https://git.example/a?b=c;d within 1.5 years'
    expect(textsOf(text)).toEqual([text])
  })

  test('in the scripts of others as they divide', () => {
    expect(textsOf('负责设计和维护支付系统。将页面加载时间缩短了一半！')).toHaveLength(2)
    expect(textsOf('قاد فريق من خمسة مهندسين؟ بنى نظام الدفع من البداية كاملا')).toHaveLength(2)
    expect(textsOf('पाँच लोगों की टीम का नेतृत्व। भुगतान की नई प्रणाली बनाई गई')).toHaveLength(2)
    expect(textsOf('ออกแบบและพัฒนาระบบชำระเงิน\nดูแลทีมวิศวกรห้าคน')).toHaveLength(2)
  })
})

describe('a passage', () => {
  test('has five words or more: shorter ones are headings that everybody has', () => {
    expect(textsOf('Senior software engineer, remote.')).toEqual([])
    expect(textsOf('Senior software engineer, fully remote.')).toEqual([
      'Senior software engineer, fully remote.',
    ])
    expect(textsOf('a - b - c & d')).toEqual([])
    expect(textsOf('工作经历\n教育背景\n専門スキル')).toEqual([])
    expect(textsOf('使用 Kafka 构建支付平台')).toHaveLength(1)
    expect(textsOf('')).toEqual([])
  })

  test('stands as it was written, where it stands first', () => {
    const first = '(Led five  people, “all remote.”)'
    const again = 'LED FIVE PEOPLE: ALL REMOTE!'
    expect(textsOf(`Résumé\n\n• ${first} ${again}\n• Then led all of them \n${again}`)).toEqual([
      first,
      'Then led all of them',
    ])
  })

  test('hashes to the first 64 bits of the SHA-256 of its normal form, signed', () => {
    const [passage] = passagesOf('Réduit l’attente de 30 % à Łódź!')
    const digest = createHash('sha256').update('reduit lattente de 30 a lodz').digest()
    expect(passage?.hash).toBe(digest.readBigInt64BE(0))
  })

  test('differs by any letter or digit', () => {
    const alike = ['by 30 percent', 'by 31 percent', 'by 30 percents', 'by 3 0 percent']
    const hashes = alike.flatMap((end) => hashesOf(`Cut the time to pay ${end}`))
    expect(new Set(hashes).size).toBe(alike.length)
  })

  test('that begins like a token is a text all the same', () => {
    expect(hashesOf('token: issued for every new device')).toEqual(
      hashesOf('Token issued for every new device'),
    )
  })
})

const most = 200
const many = Array.from({ length: 3 * most }, (_, n) => `Closed ticket ${n} of the clinic.`)

test('of a long text a bounded number is kept, the same ones wherever they stand', () => {
  const kept = hashesOf(many.join(' '))
  expect(kept).toHaveLength(most)
  expect(hashesOf(many.toReversed().join('\n'))).toEqual(kept)
  // Half of it, with as much of something else before it, keeps what it shares.
  const other = many.map((passage) => passage.replace('ticket', 'case')).slice(most)
  const half = hashesOf([...other, ...many.slice(0, most)].join(' '))
  const shared = half.filter((hash) => kept.includes(hash))
  expect(shared.length).toBeGreaterThan(most / 10)
})

test.each([
  ['dots', '.'.repeat(1_000_000)],
  ['line ends', '\n'.repeat(1_000_000)],
  ['spaces behind line ends', `\n${' '.repeat(1000)}`.repeat(1000)],
  ['quotes behind dots', `.${'"'.repeat(1000)}`.repeat(1000)],
  ['Chinese numbers', '一'.repeat(1_000_000)],
  ['words', 'a '.repeat(500_000)],
])('a million %s end in their time', (_what, text) => {
  expect(passagesOf(text).length).toBeLessThanOrEqual(1)
})

const word = fc
  .string({ unit: fc.constantFrom(...'abcxyzéßłżдяσあ種7'), minLength: 1, maxLength: 8 })
  .filter((text) => text.trim() !== '')
const sentence = fc.array(word, { minLength: 3, maxLength: 9 })
const sentences = fc.array(sentence, { minLength: 1, maxLength: 8 })
const joined = (all: readonly (readonly string[])[], space = ' ', end = '. '): string =>
  all.map((words) => words.join(space)).join(end)

describe('for any sentences', () => {
  const holds = <Given>(given: fc.Arbitrary<Given>, check: (given: Given) => void): void =>
    checkProperty(fc.property(given, check), { runs: 100 })

  test('their order and repetition change nothing', () => {
    const orders = sentences.chain((all) =>
      fc.record({
        all: fc.constant(all),
        shuffled: fc.shuffledSubarray([...all, ...all], { minLength: 2 * all.length }),
      }),
    )
    holds(orders, ({ all, shuffled }) => {
      expect(hashesOf(joined(shuffled))).toEqual(hashesOf(joined(all)))
    })
  })

  test('white space, punctuation, case and the mark at the end change nothing', () => {
    const spelled = fc.record({
      all: sentences,
      space: fc.constantFrom('  ', '\t', ', ', ' – ', ' / ', '\u00a0', ' "', ' (', '-'),
      end: fc.constantFrom('! ', '.  ', '?\n', '; ', '.\n\n', ' • ', '.) ', '… '),
    })
    holds(spelled, ({ all, space, end }) => {
      const plain = hashesOf(joined(all))
      expect(hashesOf(joined(all, space, end))).toEqual(plain)
      expect(hashesOf(joined(all, ' ', '. ').toUpperCase())).toEqual(plain)
      expect(hashesOf(joined(all).normalize('NFD'))).toEqual(plain)
    })
  })

  test('each passage is the only passage of its own text', () => {
    holds(
      fc.oneof(
        sentences.map((all) => joined(all)),
        fc.string({ maxLength: 200 }),
      ),
      (text) => {
        for (const { hash, text: own } of passagesOf(text)) expect(hashesOf(own)).toEqual([hash])
      },
    )
  })
})
