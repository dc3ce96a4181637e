import { describe, expect, test } from 'vitest'
import { givenOf } from '../given.ts'
import {
  anonymizedPerson,
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

describe('a candidate of an export is anonymized', () => {
  const retractedBy = (fields: object) =>
    anonymizedPerson(
      { ref: '501', name: 'Anonymized 501', contacts: [], ...fields },
      { source: 'acme', documents: 'text' },
    )?.records

  test.each(['Anonymized 501', 'anonymised candidate', 'Anonymous', 'Deleted User', 'REDACTED'])(
    'where %s has no contact left, with the applications',
    (name) => {
      expect(retractedBy({ name, applications: ['601'] })).toMatchObject([
        { withdraws: 'subject', ref: '501', reason: 'anonymized' },
        { withdraws: 'observations', under: 'application/601' },
      ])
    },
  )

  test.each([
    { name: 'Ana Muster' },
    { name: 'Anonymized 501', contacts: ['ana@mail.example'] },
    { name: 'Anonymous Muster' },
    { name: undefined },
    { ref: '' },
  ])('and nobody of %j', (fields) => {
    expect(retractedBy(fields)).toBeUndefined()
  })
})
