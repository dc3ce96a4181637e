import fc from 'fast-check'
import { parseHTML } from 'linkedom'
import { expect, test } from 'vitest'
import { checkProperty } from '../../test/property.ts'
import { cssString, embeddedJson, html, trusted, visible } from './markup.ts'

const anyText = fc.string({ unit: 'binary' })

test('any text comes back from the page as it was, in content and in an attribute', () => {
  checkProperty(
    fc.property(anyText, (text) => {
      const { document } = parseHTML(html`<!doctype html><p title="${text}">${text}</p>`.html)
      const paragraph = document.querySelector('p')
      // The parser reads a carriage return as a line feed, as every HTML parser does.
      const same = (read: string | null | undefined) => read?.replace(/\r\n?/g, '\n')
      expect(same(paragraph?.textContent)).toBe(same(visible(text)))
      expect(same(paragraph?.getAttribute('title'))).toBe(same(visible(text)))
      expect(document.querySelectorAll('p')).toHaveLength(1)
    }),
    { runs: 100 },
  )
})

test('a CSS string holds nothing that ends it', () => {
  checkProperty(
    fc.property(anyText, (text) => {
      expect(cssString(text)).toMatch(/^"(?:[A-Za-z0-9]|\\[0-9a-f]+ )*"$/)
    }),
    { runs: 100 },
  )
})

test('markup is not escaped twice and lists are joined', () => {
  const bold = html`<b>${'<'}</b>`
  expect(html`<p>${[bold, ' & ', 2]}${undefined}${trusted('<hr>')}</p>`.html).toBe(
    '<p><b>&lt;</b> &amp; 2<hr></p>',
  )
})

test('what cannot be seen is written out', () => {
  expect(visible('a\u202eb\u0000c\u200fd')).toBe('a⟨U+202E⟩b⟨U+0000⟩c⟨U+200F⟩d')
  expect(visible('line\nand\ttab')).toBe('line\nand\ttab')
})

test('data inside a page is read back as it was, and cannot end its element', () => {
  checkProperty(
    fc.property(fc.jsonValue(), (value) => {
      const given = { value, nasty: '</script><b>' }
      const { document } = parseHTML(html`<!doctype html>${embeddedJson('data', given)}`.html)
      expect(document.querySelector('b')).toBeNull()
      expect(document.getElementById('data')?.textContent).toBe(
        JSON.stringify(given).replaceAll('<', '\\u003c'),
      )
    }),
    { runs: 100 },
  )
})
