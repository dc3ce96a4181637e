-- Derived by assessment/: made again from evidence, identities and the catalogue.

create table finding (
  identity_no integer not null,
  indicator varchar not null,
  version integer not null,
  category varchar not null,       -- technical, behavioural, documentary, employer_reported
  evidence_group varchar not null, -- findings of one group come from one underlying fact
  holds boolean not null,          -- true: observed; false: it could have been seen and was not
  observations bigint[] not null,  -- the observation_ids that show it
  origins varchar[] not null,      -- organizations in control of who first observed it
  grade varchar not null,          -- the best grade (A–F) of a source that shows it
  bits_other double not null,      -- log2 P(finding | scheme) / P(finding | other_fraud), tempered
  bits_genuine double not null,    -- log2 P(finding | scheme) / P(finding | genuine), tempered
  told boolean not null,           -- nothing but a person's word shows it
  counted boolean not null,        -- it speaks for its group; findings of one underlying fact count once
  supports boolean not null        -- it speaks for scheme as the gate sees it
);

create table assessment (
  identity_no integer not null,
  part varchar not null,           -- worker, facilitator, unknown
  status varchar not null,         -- unassessed, suspected, linked, assessed, cleared
  likelihood varchar not null,     -- ICD 203 words for P(scheme)
  confidence varchar not null,     -- low, moderate, high
  scheme double not null,          -- the three add up to 1
  other_fraud double not null,
  genuine double not null,
  log_odds double not null,        -- of scheme against the rest, in bits: what people rank by
  groups varchar[] not null,       -- groups that support scheme, sorted
  reasons varchar not null         -- JSON: what the gate looked at, and what is missing
);
