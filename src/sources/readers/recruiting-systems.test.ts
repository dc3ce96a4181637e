import { expect, test } from 'vitest'
import { givenOf } from '../given.ts'
import {
  answeredContacts,
  countryOfPlace,
  interviewStageOf,
  linkedContacts,
} from './recruiting-systems.ts'

test.each([
  ['Recruiter Phone Screen', 'initial'],
  ['Preliminary Screening Call', 'initial'],
  ['Introductory call', 'initial'],
  ['Technical Phone Screen', 'technical'],
  ['Pair programming', 'technical'],
  ['System Design', 'technical'],
  ['Final round with the CEO', 'final'],
  ['On-site', 'final'],
  ['Culture Fit', 'follow_up'],
  ['Interview', 'follow_up'],
  ['Breakfast', 'follow_up'],
  [undefined, 'follow_up'],
])('the interview %s is %s', (name, stage) => {
  expect(interviewStageOf(name)).toBe(stage)
})

test.each([
  ['Leeds, England, United Kingdom', 'GB'],
  ['Denver, CO, USA', 'US'],
  ['Denver, CO', undefined],
  ['Atlanta, Georgia', undefined],
  ['Denver, CO 80202', undefined],
  ['840', undefined],
  ['Anywhere', undefined],
  [undefined, undefined],
])('the place %s lies in %s', (place, country) => {
  expect(countryOfPlace(place)).toBe(country)
})

const asked = (fields: Readonly<Record<string, unknown>>) => {
  const given = givenOf(fields)
  return answeredContacts(
    Object.keys(fields).map((name) => ({ name, given, path: name })),
    'custom field',
  )
}

test('of customers’ own fields links and numbers are taken, the rest is named, empty ones are not', () => {
  expect(
    asked({
      github: 'github.com/mellison-dev',
      'LinkedIn Profile': 'https://www.linkedin.com/in/mara-ellison-dev',
      portfolio_url: ['https://mara.example/work', 'no link'],
      mobile_phone: '+1 202 555 0143',
      phone_screen_notes: 'was friendly',
      hobbies: 'chess',
      empty: null,
    }),
  ).toEqual({
    handles: [
      { service: 'github', value: 'mellison-dev' },
      { service: 'linkedin', value: 'mara-ellison-dev' },
    ],
    links: ['https://mara.example/work'],
    phones: ['+1 202 555 0143'],
    notTaken: ['custom field hobbies'],
  })
})

test.each([
  'gender',
  'Race / ethnicity',
  'veteran_status',
  'Disability',
  'date_of_birth',
  'Age',
  'Nationality on your GitHub',
  'Do you need a visa?',
  'University website',
])('what is asked as "%s" is neither taken nor named', (name) => {
  const given = givenOf({ [name]: 'https://github.com/somebody' })
  expect(answeredContacts([{ name, given, path: name }], 'custom field')).toEqual({
    handles: [],
    links: [],
    phones: [],
    notTaken: [],
  })
  // Not so much as looked at.
  expect(given.untouched()).toEqual([name])
})

test('a bare account name is nobody’s: it names no service', () => {
  expect(linkedContacts(['@mara', 'mara', 'mara@mail.example', 'n/a'])).toEqual({
    handles: [],
    links: [],
    phones: [],
  })
})
