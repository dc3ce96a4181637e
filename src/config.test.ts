import { resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import { readConfig } from './config.ts'

test('without settings, what the guide for operators says', () => {
  expect(readConfig({})).toEqual({
    data: resolve('ringer-data'),
    memory: '2GB',
    threads: 2,
    listen: '127.0.0.1:8080',
    priors: 'applicants=1/343 employees=1/1000 reported=1/10',
  })
})

test('the command line wins over the environment; an empty variable is none', () => {
  const environment = { RINGER_DATA: '/from/environment', RINGER_THREADS: '8', RINGER_MEMORY: '' }
  expect(readConfig(environment, { data: '/from/words' })).toMatchObject({
    data: '/from/words',
    threads: 8,
    memory: '2GB',
  })
})

describe('a wrong setting is named, with where it came from', () => {
  const wrong: readonly (readonly [variable: string, value: string, says: string])[] = [
    ['RINGER_MEMORY', 'plenty', 'write a size'],
    ['RINGER_PRIORS', 'applicants=2', 'write shares'],
    ['RINGER_PRIORS', 'guests=1/10', 'write shares'],
    ['RINGER_ORGANIZATION', 'Acme Health', 'write a domain'],
    ['RINGER_MEMORY', '-1GB', 'write a size'],
    ['RINGER_THREADS', '0', '>=1'],
    ['RINGER_THREADS', '1.5', 'int'],
    ['RINGER_THREADS', 'two', 'number'],
    ['RINGER_LISTEN', '8080', 'write HOST:PORT'],
    ['RINGER_LISTEN', 'localhost:65536', 'at most 65535'],
  ]
  test.for(wrong)('%s=%s', ([variable, value, says]) => {
    const read = (): unknown => readConfig({ [variable]: value })
    expect(read).toThrow(`${variable} "${value}": `)
    expect(read).toThrow(says)
    expect(read).toThrow(expect.objectContaining({ kind: 'usage' }))
  })

  test('from the command line', () => {
    expect(() => readConfig({}, { listen: 'x' })).toThrow('--listen "x": write HOST:PORT')
    expect(() => readConfig({}, { data: '' })).toThrow('--data "": ')
  })
})

test.for(['[::1]:0', 'localhost:8080', '0.0.0.0:65535'])('%s is a place to listen', (listen) => {
  expect(readConfig({ RINGER_LISTEN: listen }).listen).toBe(listen)
})

test('the folder of data sets is none unless it is set', () => {
  expect(readConfig({ RINGER_DATA_SETS: '' }).dataSets).toBeUndefined()
  expect(readConfig({ RINGER_DATA_SETS: './lists' }).dataSets).toBe('./lists')
})
