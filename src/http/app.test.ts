import { describe, expect, test } from 'vitest'
import { namesFor, reportApp } from './index.ts'
import { serveApp } from './serving.ts'

const report = { html: '<!doctype html><title>Ünïcode</title>', json: '{"draft":true}' }
const app = reportApp(report)

describe('the report', () => {
  test('is a page', async () => {
    const answer = await app.request('/')
    expect(answer.status).toBe(200)
    expect(answer.headers.get('content-type')).toBe('text/html; charset=UTF-8')
    expect(await answer.text()).toBe(report.html)
  })

  test('is data', async () => {
    const answer = await app.request('/report.json')
    expect(answer.status).toBe(200)
    expect(answer.headers.get('content-type')).toBe('application/json')
    expect(await answer.json()).toEqual({ draft: true })
  })

  test.for(['/', '/report.json'])('%s answers HEAD as GET, without the body', async (path) => {
    const [head, get] = [await app.request(path, { method: 'HEAD' }), await app.request(path)]
    expect(head.status).toBe(200)
    expect(await head.text()).toBe('')
    expect([...head.headers]).toEqual([...get.headers])
  })
})

test.for(['/', '/report.json', '/nowhere'])(
  '%s stays out of frames, caches and other sites',
  async (path) => {
    const { headers } = await app.request(path)
    expect(Object.fromEntries(headers)).toMatchObject({
      'cache-control': 'no-store',
      'x-frame-options': 'DENY',
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cross-origin-resource-policy': 'same-origin',
      'cross-origin-opener-policy': 'same-origin',
    })
    expect(headers.get('access-control-allow-origin')).toBeNull()
  },
)

test.for(['/nowhere', '/report.json/', '/..%2f..%2fetc/passwd', '/index.html'])(
  '%s is not there',
  async (path) => {
    expect((await app.request(path)).status).toBe(404)
  },
)

test.for(['POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])('nothing takes %s', async (method) => {
  for (const path of ['/', '/report.json']) {
    const answer = await app.request(path, { method })
    expect(answer.status).toBe(404)
    expect(await answer.text()).not.toContain('draft')
  }
})

describe('listening', () => {
  test('says where, and ends while a browser keeps its connection', async () => {
    const serving = await serveApp(app, '127.0.0.1:0')
    expect(serving.address).toMatch(/^http:\/\/127\.0\.0\.1:[1-9]\d*$/)
    expect(await (await fetch(serving.address)).text()).toBe(report.html)
    await serving.close()
    await expect(fetch(serving.address)).rejects.toThrow()
  })

  test('a taken port is a conflict that says what to do', async () => {
    const first = await serveApp(app, '127.0.0.1:0')
    const taken = first.address.replace('http://', '')
    await expect(serveApp(app, taken)).rejects.toMatchObject({
      kind: 'conflict',
      message: expect.stringMatching(/^cannot listen on 127.*EADDRINUSE.*; choose another with/),
    })
    await first.close()
  })

  test('an address that is none of this machine is refused likewise', async () => {
    await expect(serveApp(app, '203.0.113.24:0')).rejects.toMatchObject({ kind: 'conflict' })
  })
})

test('asked under a name that is not its own, it says nothing', async () => {
  const own = reportApp(report, namesFor('127.0.0.1:8080'))
  expect((await own.request('http://localhost:8080/')).status).toBe(200)
  expect((await own.request('http://127.0.0.1:8080/report.json')).status).toBe(200)
  const rebound = await own.request('http://evil.example:8080/report.json')
  expect(rebound.status).toBe(421)
  expect(await rebound.text()).not.toContain('draft')
  expect(namesFor('0.0.0.0:8080')).toBeUndefined()
})
