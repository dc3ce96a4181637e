-- What people said, what identities were called, and what each run of linkage has seen. All append-only.

-- A person's word on two subjects (about: person) or two identities (about: hands). The last word on a pair counts;
-- `unsure` takes an earlier one back.
create table judgement (
  judgement_id integer not null,   -- dense from 1, in the order in which they were said
  said_at timestamp not null,
  author varchar not null,
  reason varchar not null,
  about varchar not null,          -- person: the same presented person? hands: run by the same hands?
  verdict varchar not null,        -- same, different, unsure
  left_given varchar not null,     -- as it was named: source/ref or idn_…
  right_given varchar not null,
  left_subject integer not null,   -- the subject that stands for it; an identity is stood for by its oldest
  right_subject integer not null
);

-- A person's word on a selector that many share. The last word on it counts.
create table hub_judgement (
  hub_judgement_id integer not null,
  said_at timestamp not null,
  author varchar not null,
  reason varchar not null,
  kind varchar not null,           -- kind of the selector
  detail varchar not null,         -- its detail; '' stands for all
  value varchar not null,
  muted boolean                    -- true: proves nothing; false: counts, however many share it; null: as the rule says
);

-- One line per run that changed something.
create table link_run (
  run_id integer not null,
  ran_at timestamp not null,
  last_observation bigint not null,
  last_judgement integer not null,
  last_hub_judgement integer not null,
  versions varchar not null,       -- JSON: versions of the models
  scope varchar not null,          -- full or increment
  subjects integer not null        -- looked at again
);

-- The ledger of names. A name is given once; the lower number is the older.
create table identity_name (
  identity_no integer not null,    -- dense from 1, for good
  identity varchar not null,       -- idn_…
  run_id integer not null
);

-- In which identity a subject stands since a run; null: in none any more. The last line counts.
create table identity_membership (
  run_id integer not null,
  subject_id integer not null,
  identity_no integer
);

-- What became of identities, for whoever follows them.
create table identity_event (
  run_id integer not null,
  event varchar not null,          -- merged, split, retired
  identity varchar not null,       -- to which it happened
  before integer[] not null,       -- its subjects before
  after varchar not null           -- JSON: [{"identity": …, "subjects": [subject_id …]}], where they stand now
);

-- Pairs of subjects are in the tables of the linkage (person_pair) with all that was compared.
drop table identity_link;

alter table hub add column muted_by varchar;   -- null: the rule; otherwise who said so
alter table hub add column key tinyint;        -- number of the key in the model, and …
alter table hub add column value_id ubigint;   -- … of the value in the tables of the linkage

-- Weights that were estimated from the evidence itself. The last line of a model is in force; null weights: as it ships.
create table trained_model (
  training_id integer not null,
  trained_at timestamp not null,
  model varchar not null,          -- same-person or same-hands
  version integer not null,        -- of the model as it ships; with another one the weights are not used
  weights varchar,                 -- the model with its weights, as JSON
  record varchar                   -- JSON: from how many pairs, in which sessions, whether they converged
);
