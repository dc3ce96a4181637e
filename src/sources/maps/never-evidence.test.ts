import { expect, test } from 'vitest'
import { traitNamed } from './never-evidence.ts'

/** Names of columns that name a protected attribute of a person. */
const named = [
  ...['age', 'Age', 'AGE', 'Age (years)', 'Age in years', 'applicant age', 'candidate_age'],
  ...[
    'candidateAge',
    'Age of candidate',
    'Candidate’s age',
    'Age group',
    'Age at hire',
    'Age range',
  ],
  ...[
    'Employee: Age',
    'person.age',
    'applicant.demographics.age',
    'Account holder age',
    'Min. age',
  ],
  ...['What is your age?', 'Age verified', 'Estimated age', 'Worker Age Bracket', 'age_days'],
  ...[
    'nationality',
    'Nationality (passport)',
    'document nationality',
    'Country of birth',
    'Citizenship',
  ],
  ...[
    'visa status',
    'Visa Status',
    'work visa',
    'visa',
    'Visa type',
    'Visa expiry',
    'Candidate visa',
  ],
  ...['Requires visa sponsorship?', 'visa number', 'Work permit', 'Green card', 'US citizen'],
  ...['date of birth', 'DOB', 'birth_date', 'dateOfBirth', 'Birth year', 'Birthday'],
  ...['gender', 'sex', 'Applicant sex', 'Preferred pronouns', 'Marital Status', 'Religion'],
  ...['native language', 'Language', 'languages', 'Candidate language', 'Keyboard layout'],
  ...['accent', 'Strong accent', 'accent noted', 'Accent (1-5)', 'English level', 'Appearance'],
  ...['physical appearance', 'Race', 'Race/Ethnicity', 'candidate race', 'Skin colour'],
  ...['Disabled', 'Disability status', 'employee disabled', 'Veteran status', 'Sick leave'],
  ...['Alter', 'Alter (Jahre)', 'Alter in Jahren', 'Alter des Bewerbers', 'Bewerber Alter'],
  ...['Geburtsdatum', 'Staatsangehörigkeit', 'Staatsangehoerigkeit Nationalität', 'Geschlecht'],
  ...['Muttersprache', 'Akzent', 'Hautfarbe', 'Schwerbehinderung', 'Familienstand'],
  ...['âge', 'age', 'Âge du candidat', 'Nationalité', 'nationalite', 'Sexe', 'Date de naissance'],
  ...['Titre de séjour', 'Lieu de naissance', 'Langue maternelle', 'Situation familiale'],
  ...['edad', 'Edad del candidato', 'Nacionalidad', 'Sexo', 'Fecha de nacimiento', 'Estado civil'],
  ...['Lugar de nacimiento', 'Discapacidad', 'Permiso de trabajo', 'Idioma materno'],
]

/** Names that hold the same words and say something else. */
const other = [
  ...[
    'email.age_days',
    'code.account_age_days',
    'GitHub Account Age Days',
    'GitHub Account Age (years)',
  ],
  ...[
    'Domain age',
    'Account age',
    'account_age',
    'accountAgeDays',
    'Age of account',
    'Mailbox age',
  ],
  ...['Candidate GitHub account age', 'Personal email age (days)', 'Listing age', 'Profile age'],
  ...['Age of the domain', 'Device age', 'Ticket age', 'Password age days', 'Invoice age', 'Page'],
  ...['Visa payout card', 'Visa ending', 'Visa card', 'Visa debit', 'Payment Visa', 'Visa last 4'],
  ...['Paid by Visa', 'Visa/Mastercard', 'Carte Visa', 'Tarjeta Visa', 'Visa Kreditkarte'],
  ...['sex offender check', 'race condition', 'accent color', 'accent_colour', 'UI accent'],
  ...['citizen developer', 'First appearance', 'Appearances', 'Account disabled', 'MFA disabled'],
  ...[
    'programming language',
    'Programming languages',
    'Code language',
    'Essex',
    'Average',
    'Agency',
  ],
  ...['Stage', 'Manager', 'Language model', 'Usage', 'Image', 'Mileage', 'Agent', 'Message age'],
  ...['Kontoalter', 'Alter des Kontos', 'Alter der Domain', 'Alter Name', 'Alter Arbeitgeber'],
  ...[
    'Âge du compte',
    'Âge du domaine',
    'Edad de la cuenta',
    'Edad del dominio',
    'Genre de contrat',
  ],
  ...['Employee ID', 'Candidate', 'Worker type', 'Country', 'Home country', 'Status', 'Years'],
  ...['Verwaltung', 'Altersvorsorge', 'Sprachkanal', 'Personal email', 'Name', 'Remote'],
  ...['Visit', 'Visas Inc', 'Hostname', 'Advisor', 'Supervisor', 'Envisaged start'],
  ...['appearance_changes_person', 'appearance_changes_person_note'],
]

test.each(named)('"%s" names a protected attribute', (name) => {
  expect(traitNamed(name)?.trait.because).toBeTypeOf('string')
})

test.each(other)('"%s" names none', (name) => {
  expect(traitNamed(name)?.trait.id).toBeUndefined()
})

test.each([
  ['age', true],
  ['Candidate age (years)', true],
  ['Applicant nationality', true],
  ['visa status', true],
  ['Company nationality', false],
  ['Work permit of the vehicle', false],
  ['Gender pay gap report', false],
])('"%s": whole name %s', (name, isWhole) => {
  expect(traitNamed(name)?.isWhole).toBe(isWhole)
})
