import { expect, test } from 'vitest'
import { type SoftwareChange, softwareOverTime } from './software-over-time.ts'

const change = (day: number, action: 'added' | 'removed', name: string): SoftwareChange => ({
  at: `2024-03-0${day}T00:00:00Z`,
  query: 'programs',
  action,
  program: { name },
})

const told = (changes: readonly SoftwareChange[]) =>
  softwareOverTime(changes).map(({ at, programs }) => [
    at?.slice(9, 10),
    ...programs.map(({ name }) => name),
  ])

test('a product that replaced another never stood beside it', () => {
  const changes = [
    change(1, 'added', 'AnyDesk'),
    change(2, 'removed', 'AnyDesk'),
    change(3, 'added', 'TeamViewer'),
  ]
  expect(told(changes)).toEqual([
    ['1', 'AnyDesk'],
    ['3', 'TeamViewer'],
  ])
})

test('what was added and not removed stands beside what comes later, in whatever order the lines are', () => {
  const changes = [change(3, 'added', 'TeamViewer'), change(1, 'added', 'AnyDesk')]
  expect(told(changes)).toEqual([
    ['1', 'AnyDesk'],
    ['3', 'AnyDesk', 'TeamViewer'],
  ])
})

test('a snapshot without it takes it away; one of another query does not', () => {
  const empty = (query: string): SoftwareChange => ({
    at: '2024-03-02T00:00:00Z',
    query,
    action: 'snapshot',
    isWhole: false,
  })
  const around = [change(1, 'added', 'AnyDesk'), change(3, 'added', 'TeamViewer')]
  expect(told([...around, empty('programs')]).at(-1)).toEqual(['3', 'TeamViewer'])
  expect(told([...around, empty('usb')]).at(-1)).toEqual(['3', 'AnyDesk', 'TeamViewer'])
})

test('of two processes with one name, the last that ends takes the program away', () => {
  const changes = [
    change(1, 'added', 'AnyDesk'),
    change(1, 'added', 'AnyDesk'),
    change(2, 'removed', 'AnyDesk'),
    change(3, 'added', 'TeamViewer'),
  ]
  expect(told(changes).at(-1)).toEqual(['3', 'AnyDesk', 'TeamViewer'])
})

test('without remote administration there is one state, of the last moment', () => {
  expect(told([change(1, 'added', 'Tailscale'), change(2, 'added', 'Slack')])).toEqual([
    ['2', 'Tailscale', 'Slack'],
  ])
  expect(softwareOverTime([])).toEqual([{ at: undefined, programs: [], isWhole: false }])
})
