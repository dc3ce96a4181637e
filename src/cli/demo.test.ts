import { existsSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { ringer, startRinger, useFolder } from './process-testing.ts'

const place = useFolder()
const data = ['--data', place('data')] as const
const small = ['--identities', '4', '--genuine', '20', '--seed', '2'] as const

test('fills an empty folder and shows the report, and opens a filled one as it is', async () => {
  const running = startRinger(['demo', '--listen', '127.0.0.1:0', ...small, ...data])
  const [, address = ''] = await running.says(/Shown at: +(http:\/\/127\.0\.0\.1:\d+) /)
  const [page, json] = [await fetch(address), await fetch(`${address}/report.json`)]
  const html = await page.text()
  expect(html).toContain('not for release')
  expect(await json.json()).toMatchObject({ draft: true, tlp: 'TLP:RED' })

  // The store is free while the report is shown: a second demo comes as far as its port, which is taken.
  const second = await ringer('demo', '--listen', new URL(address).host, ...data)
  expect(second.status).toBe(1)
  expect(second.news).toMatch(
    /^ringer: cannot listen on 127\.0\.0\.1:\d+: .*EADDRINUSE.*; choose another with --listen\n$/,
  )

  running.child.kill('SIGINT')
  const first = await running.ended
  expect(first).toMatchObject({ status: 0, news: '' })
  expect(first.out).toMatch(
    /^Simulated: [\d,]+ .*all made up.*\nImported: [\d,]+ records\.\nLinked: \d.*\nAssessed: \d/,
  )
  expect(existsSync(place('data/simulated/unfinished'))).toBe(false)
  expect(second.out).toMatch(/^Linked: nothing new\.\nAssessed: nothing new\.\n/)
  const results = second.out.slice(second.out.indexOf('\n\n'))
  const [, path = ''] = /^The report: (.*)$/m.exec(results) ?? []
  expect(readFileSync(path, 'utf8')).toBe(html)
  expect(first.out.slice(first.out.indexOf('\n\n'))).toBe(
    `${results}Shown at:   ${address}   (Ctrl-C stops)\n`,
  )
})

test('stopped by SIGTERM while it fills, it says so, and goes on the next time', async () => {
  const where = ['--data', place('stopped')] as const
  const running = startRinger(['demo', '--no-serve', ...small, '--genuine', '40', ...where])
  await running.says(/^Simulated: /)
  running.child.kill('SIGTERM')
  const stopped = await running.ended
  expect(stopped.status).toBe(1)
  expect(stopped.news).toBe('Stopped. The next `ringer demo` goes on from here.\n')
  expect(stopped.out).not.toContain('Linked')
  const again = await ringer('demo', '--no-serve', ...small, '--genuine', '40', ...where)
  expect(again.status, again.news).toBe(0)
  const simulated = (out: string): string => /^Simulated: .*$/m.exec(out)?.[0] ?? ''
  expect(simulated(again.out)).toBe(simulated(stopped.out))
  expect(again.out).toMatch(/^Assessed: \d/m)
})
