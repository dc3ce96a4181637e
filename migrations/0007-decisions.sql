-- What people decided, said blind, received and learned. All append-only; the views say what follows from it now.

-- A person's decision on an identity. The last word on it counts, until it expires.
create table decision (
  decision_id integer not null,    -- dense from 1, in the order in which they were made
  decided_at timestamp not null,
  author varchar not null,
  organization varchar,            -- for which organization the author speaks (its domain)
  status varchar not null,         -- assessed, linked, cleared, real_holder; undecided takes the last word back
  reason varchar not null,
  identity_given varchar not null, -- as it was named: idn_…
  founder_subject integer not null, -- the subject that stands for it: its oldest
  subjects integer[] not null,     -- who stood in it at the time
  screen varchar not null,         -- JSON: the explanation that was on the screen
  contests integer,                -- the decision of somebody else that it contradicts
  attribution varchar,             -- JSON: {actor, basis, confidence}
  knowledge varchar,               -- of a facilitator: unknown, disputed, adjudicated
  expires_at timestamp             -- from then on it waits for review and counts no more; null: never
);

-- A reviewer's own words on an identity, recorded before the machine's were shown.
create table review (
  review_id integer not null,
  reviewed_at timestamp not null,
  author varchar not null,
  reason varchar not null,
  likelihood varchar not null,     -- ICD 203 words for the scheme, the reviewer's
  identity_given varchar not null,
  founder_subject integer not null,
  drawn boolean not null,          -- from the random share of the unsuspected
  machine varchar not null         -- JSON: {status, likelihood, confidence, log_odds, version} that were shown afterwards
);

-- Who was handed what, so that they can be told when it is contested.
create table delivery (
  delivery_id integer not null,
  delivered_at timestamp not null,
  recipient varchar not null,      -- a person, an organization
  what varchar not null,           -- list, explanation, report, employer_view
  founder_subjects integer[] not null, -- the identities in it, by the subject that stands for each
  last_decision integer not null   -- decisions up to this one were in it
);

-- Rates that established outcomes have updated. The last line is in force; null: as the catalogue ships.
create table learning (
  learning_id integer not null,
  learned_at timestamp not null,
  outcomes integer not null,       -- identities with an established outcome
  rates varchar                    -- JSON: {indicator: {version, scheme: [hits, cases], other_fraud, genuine}}, what is added
);

-- Derived by identities/: observations that say again what we published ourselves. No link and no finding reads them.
create table linkage_echo (observation_id bigint);

-- Real holders of a taken identity: whoever was named so last. They stand in no list, search or output.
create view real_holder_subject as
select subject_id from (select unnest(subjects) as subject_id, decision_id, status from decision)
group by subject_id having max_by(status, decision_id) = 'real_holder';

create view real_holder as
select distinct identity_no from identity_member semi join real_holder_subject using (subject_id);

-- What may be listed, searched and weighed.
create view listed_identity as
select * from identity where identity_no not in (select identity_no from real_holder);

create view listed_member as
select * from identity_member where identity_no not in (select identity_no from real_holder);

alter table finding add column discount double; -- what remains where only a link to an assessed identity shows it; 1 otherwise
