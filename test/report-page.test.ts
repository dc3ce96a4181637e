import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import axe from 'axe-core'
import { type Browser, chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { copyWorld } from '../src/cli/world-fixture.ts'
import { readConfig } from '../src/config.ts'
import { realEffects } from '../src/effects.ts'
import { renderHtml } from '../src/reporting/index.ts'
import { openSystem } from '../src/system.ts'

/** Debian's Chromium, or the one that CHROMIUM_PATH names; without one these tests are skipped. */
function browserPath(): string | undefined {
  if (process.env['CHROMIUM_PATH']) return process.env['CHROMIUM_PATH']
  try {
    return execFileSync('sh', ['-c', 'command -v chromium'], { encoding: 'utf8' }).trim()
  } catch {
    return undefined
  }
}

const executablePath = browserPath()
const args = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]
/** The text of printed pages is read with the tool of poppler, where it is. */
const pdfReader = 'pdftotext'
const readsPdf = spawnSync(pdfReader, ['-v']).status === 0

const folder = mkdtempSync(join(tmpdir(), 'ringer-test-'))
const address = pathToFileURL(join(folder, 'report.html')).href
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** The draft report of a small made-up world, as a file. */
async function writeReport(): Promise<void> {
  await copyWorld(folder)
  const system = await openSystem(
    readConfig({ RINGER_THREADS: '1' }, { data: join(folder, 'data') }),
    realEffects,
  )
  const report = await system.report({ draft: true, tlp: 'TLP:RED' })
  await system.close()
  expect(report.totals.identities).toBeGreaterThan(5)
  writeFileSync(join(folder, 'report.html'), await renderHtml(report))
}

/** Run in the page: what reaches beyond its right edge and is in nothing that scrolls by itself. */
const whatIsTooWide = `(() => {
  const scrolls = (part) => /auto|scroll|hidden|clip/.test(getComputedStyle(part).overflowX)
  const kept = (part) => {
    for (let at = part.parentElement; at; at = at.parentElement) if (scrolls(at)) return true
    return false
  }
  const parts = [...document.querySelectorAll('body *')]
    .filter((part) => part.tagName === 'svg' || !part.closest('svg'))
    .filter((part) => part.getBoundingClientRect().right > innerWidth + 1 && !kept(part))
  const { scrollWidth, clientWidth } = document.documentElement
  return { page: scrollWidth - clientWidth, parts: parts.map((part) => part.outerHTML.slice(0, 80)) }
})()`

/** Run in the page: of rows that differ in nothing but their words and numbers, three of each table stay. */
const leaveAlikeRowsOut = `(() => {
  const formOf = (part) => part.tagName + [...part.attributes].map(({ name, value }) => name + (/\\d/.test(value) ? '' : value))
  for (const body of document.querySelectorAll('tbody')) {
    const seen = new Map()
    for (const row of [...body.rows]) {
      const form = [row, ...row.querySelectorAll('*')].map(formOf).join()
      seen.set(form, (seen.get(form) ?? 0) + 1)
      if (seen.get(form) > 3) row.remove()
    }
  }
})()`

interface Opened {
  readonly page: Page
  /** What the page complained of, and what it asked for beside itself. */
  readonly complaints: string[]
  readonly requests: string[]
}

describe.skipIf(executablePath === undefined)(
  'the report in Chromium (skipped without one)',
  () => {
    let browser: Browser
    beforeAll(async () => {
      await writeReport()
      browser = await chromium.launch({ ...(executablePath ? { executablePath } : {}), args })
      opened = await open()
    })
    afterAll(() => browser?.close())

    let opened: Opened
    beforeEach(async () => {
      await opened.page.setViewportSize({ width: 1280, height: 900 })
      await opened.page.emulateMedia({ colorScheme: 'light' })
    })

    /** The page is loaded once; its width and its colors are changed where it is. */
    async function open(): Promise<Opened> {
      const page = await browser.newPage()
      const [complaints, requests]: [string[], string[]] = [[], []]
      page.on('console', (message) => complaints.push(message.text()))
      page.on('pageerror', (error) => complaints.push(error.message))
      page.on('request', (request) => requests.push(request.url()))
      await page.goto(address)
      await page.evaluate('document.fonts.ready.then(() => undefined)')
      return { page, complaints, requests }
    }

    test.for([1280, 768, 360])(
      'at %i pixels it fits, says no error and asks for nothing',
      async (width) => {
        const { page, complaints, requests } = opened
        await page.setViewportSize({ width, height: 900 })
        const tooWide = await page.evaluate(whatIsTooWide)
        expect(tooWide).toEqual({ page: 0, parts: [] })
        expect(complaints).toEqual([])
        expect(requests.filter((url) => url !== address && !url.startsWith('data:'))).toEqual([])
      },
    )

    test.skipIf(!readsPdf)('on paper every page says that it is a draft', async () => {
      const { page } = opened
      const path = join(folder, 'report.pdf')
      await page.pdf({ path, preferCSSPageSize: true, printBackground: true })
      const pages = textOfPages(path)
      expect(pages.length).toBeGreaterThan(3)
      const bare = pages.flatMap((text, at) => (/not for release/i.test(text) ? [] : [at + 1]))
      expect(bare).toEqual([])
    })

    test('T opens all tables of data, and closes them', async () => {
      const { page } = opened
      const openTables = (): Promise<readonly boolean[]> =>
        page.locator('details').evaluateAll((all) => all.map((each) => each.hasAttribute('open')))
      const before = await openTables()
      expect(before.length).toBeGreaterThan(8)
      await page.keyboard.press('t')
      expect(new Set(await openTables())).toEqual(new Set([true]))
      await page.keyboard.press('t')
      expect(new Set(await openTables())).toEqual(new Set([false]))
      await page.keyboard.press('Control+t')
      expect(new Set(await openTables())).toEqual(new Set([false]))
    })

    /** With every table open, which stays so for the tests that follow. */
    const examine = async (options: object): Promise<readonly Violation[]> => {
      const { page } = opened
      if ((await page.locator('details:not([open])').count()) > 0) await page.keyboard.press('t')
      expect(await page.locator('details:not([open])').count()).toBe(0)
      await page.evaluate(leaveAlikeRowsOut)
      await page.evaluate(`globalThis.axe ?? (() => { ${axe.source} })()`)
      const script = `axe.run(document, ${JSON.stringify(options)}).then((result) => result.violations)`
      return (await page.evaluate(script)) as readonly Violation[]
    }
    const severe = (violations: readonly Violation[]): readonly string[] =>
      violations
        .filter(({ impact }) => impact === 'serious' || impact === 'critical')
        .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`)

    test('in light it can be read by everybody', async () => {
      expect(severe(await examine({}))).toEqual([])
    })

    test('in dark its colors can be read too', async () => {
      await opened.page.emulateMedia({ colorScheme: 'dark' })
      expect(severe(await examine({ runOnly: colorRules }))).toEqual([])
    })
  },
)

/** Rules of axe that depend on colors: the others see the same page in light and in dark. */
const colorRules = ['color-contrast', 'link-in-text-block']

interface Violation {
  readonly id: string
  readonly impact: string
  readonly nodes: readonly { readonly html: string }[]
}

function textOfPages(path: string): readonly string[] {
  return execFileSync(pdfReader, [path, '-'], { encoding: 'utf8' }).split('\f').slice(0, -1)
}
