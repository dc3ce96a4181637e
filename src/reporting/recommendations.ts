import type { Report } from './report.ts'

/** What employers can do, the same for every candidate: each settles a doubt instead of a person. */
export const recommendations: Report['recommendations'] = [
  {
    title: 'Verify the identity of every remote hire, more than once',
    text: 'Check documents against the living person when an offer is made, again at the first sign-in, and again when the way of working changes. Ask it of everybody in the role, and offer another route to those who need one.',
  },
  {
    title: 'Settle the facts of an application before the interviews',
    text: 'Let former employers confirm through contacts that you found yourself, compare the history of work samples and profiles with the career that is claimed, and look whether the same telephone number, mailbox or CV has come under another name.',
  },
  {
    title: 'Keep the interview live, with the camera on, by one policy for all',
    text: 'Let the same interviewers meet the candidate in each round, ask about work that only its author knows, and note facts: a refused camera or an answer read aloud is a reason for one more check, not a verdict.',
  },
  {
    title: 'Send equipment only to an address that was verified',
    text: 'Deliver against identification, treat a change of address after the offer as a reason to check again, and look for remote control and keyboard switches when the machine first reports.',
  },
  {
    title: 'Begin with the least access',
    text: 'Give new remote staff and contractors what the first tasks need, widen it step by step, and keep source code, customers’ data, model-training data and payment release behind separate grants.',
  },
  {
    title: 'Watch the work, not the person',
    text: 'Alert on remote-administration tools, on sessions from networks and hours that do not fit the contract, on shared devices and on changes of the payout account, for every account alike.',
  },
  {
    title: 'Run an insider-threat programme that hiring belongs to',
    text: 'Recruiting, security, legal and payroll should know whom to call, who decides, how the person is heard, and how access and payment are stopped on the day when that is needed.',
  },
  {
    title: 'Ask the same of agencies and contractors',
    text: 'Write into contracts who verifies whom, that subcontracting is disclosed, and that evidence is kept: many placements come through a third party.',
  },
  {
    title: 'Report what you see first-hand',
    text: 'What one employer cannot decide alone becomes clear beside the reports of others. Share identifiers of infrastructure and personas, graded, and correct them when they were wrong.',
  },
]
