import { existsSync, readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { expect, test } from 'vitest'
import { ringer, startRinger, useFolder } from './process-testing.ts'

const place = useFolder()
const data = ['--data', place('data')] as const
const small = ['--identities', '4', '--genuine', '20', '--seed', '2'] as const

test('fills an empty folder, shows the report, and opens a filled one as it is', async () => {
  const first = await ringer('demo', '--no-serve', ...small, ...data)
  expect(first.status, first.news).toBe(0)
  expect(first.out).toMatch(
    /^Simulated: [\d,]+ .*all made up.*\nImported: [\d,]+ records\.\nLinked: \d.*\nAssessed: \d/,
  )
  const [, path = ''] = /^The report: (.*)$/m.exec(first.out) ?? []
  expect(readFileSync(path, 'utf8')).toContain('not for release')
  expect(existsSync(place('data/simulated/unfinished'))).toBe(false)

  const again = await ringer('demo', '--no-serve', ...data)
  expect(again.status, again.news).toBe(0)
  expect(again.out).toMatch(/^Linked: nothing new\.\nAssessed: nothing new\.\n/)
  expect(again.out.slice(again.out.indexOf('\n\n'))).toBe(
    first.out.slice(first.out.indexOf('\n\n')),
  )

  const running = startRinger(['demo', '--listen', '127.0.0.1:0', ...data])
  const [, address = ''] = await running.says(/Shown at: +(http:\/\/127\.0\.0\.1:\d+) /)
  const [page, json] = [await fetch(address), await fetch(`${address}/report.json`)]
  expect(await page.text()).toBe(readFileSync(path, 'utf8'))
  expect(await json.json()).toMatchObject({ draft: true, tlp: 'TLP:RED' })
  // The store is free while the report is shown.
  expect(await ringer('identities', '--status', 'cleared', ...data)).toMatchObject({ status: 0 })
  running.child.kill('SIGINT')
  expect(await running.ended).toMatchObject({ status: 0, news: '' })

  const other = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => other.once('listening', resolve))
  const taken = other.address()
  const port = typeof taken === 'object' ? taken?.port : 0
  const refused = await ringer('demo', '--listen', `127.0.0.1:${port}`, ...data)
  other.close()
  expect(refused.status).toBe(1)
  expect(refused.news).toMatch(
    /^ringer: cannot listen on 127\.0\.0\.1:\d+: .*EADDRINUSE.*; choose another with --listen\n$/,
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
