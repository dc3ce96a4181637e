-- Derived by identities/: everything here can be dropped and made again from evidence and judgements.

-- One row per subject that stands in an identity (all do, but real holders and what was erased).
create table identity_member (
  identity_no integer not null,    -- dense from 1, only within this store and run
  subject_id integer not null
);

create table identity (
  identity_no integer not null,
  identity varchar not null,       -- idn_…: stable, named for its oldest subject
  founder_subject integer not null
);

-- Pairs of subjects that were compared, with the evidence in bits (log2 of the likelihood ratio).
create table identity_link (
  left_subject integer not null,
  right_subject integer not null,
  bits double not null,
  reasons varchar not null         -- JSON: [{comparison, bits}], what both share; explain adds the rest
);

create table ring_member (
  ring_no integer not null,
  ring varchar not null,           -- rng_…
  identity_no integer not null
);

-- Pairs of identities that share infrastructure, whether or not a ring came of it.
create table ring_link (
  left_identity integer not null,
  right_identity integer not null,
  bits double not null,
  reasons varchar not null
);

-- Selectors shared by so many that they prove nothing: muted, with the reason and the count.
create table hub (
  model varchar not null,          -- same-person or same-hands
  kind varchar not null,           -- selector kind; `reference` is a mailbox or number named as referee's or own
  detail varchar not null,         -- '' where the detail does not matter
  value varchar not null,
  members integer not null,        -- subjects or identities that share it
  reason varchar not null
);
