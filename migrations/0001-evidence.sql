-- Evidence. Append-only: import_run, source_declaration, observation, superseded, subject, exposure.
-- Derived (made again from observation.body at any time): event, selector, fact, flag.

-- One row per file that was imported; its counts grow with every batch that is committed.
create table import_run (
  import_id integer primary key,
  started_at timestamp not null,
  file varchar not null,
  accepted bigint not null,
  known bigint not null,
  newer bigint not null,
  rejected bigint not null
);

-- What a source said of itself. The declaration committed last is in force (view source_in_force).
create table source_declaration (
  declaration_id integer not null,
  import_id integer not null,
  source varchar not null,
  name varchar,
  type varchar,
  organization varchar,
  reliability varchar,
  tlp varchar,
  acquisition varchar,           -- JSON {basis, by, at}
  content_hash varchar not null
);

-- The ledger. One row per version of an observation, in the order in which they were committed.
create table observation (
  observation_id bigint not null,  -- dense from 1, in commit order
  import_id integer not null,
  source varchar not null,
  id varchar not null,
  content_hash varchar not null,   -- SHA-256 of body, hexadecimal
  body varchar not null            -- the observation as canonical JSON
);

-- Which observation a newer version of the same (source, id) has replaced.
create table superseded (
  observation_id bigint not null,
  superseded_by bigint not null
);

-- One source's record of one presented person. Numbers are given once, in commit order.
create table subject (
  subject_id integer not null,     -- dense from 1
  source varchar not null,
  ref varchar not null
);

-- What counts are held against: postings, applications, reporting sources.
create table exposure (
  import_id integer not null,
  period varchar not null,
  sector varchar,
  country varchar,
  unit varchar not null,
  value double not null,
  provenance varchar,
  content_hash varchar not null
);

-- Derived: one row per observation in force (never a superseded one), its fields in columns.
create table event (
  observation_id bigint not null,
  subject_id integer not null,
  source varchar not null,
  kind varchar not null,
  stage varchar,
  happened_at timestamp not null,  -- when it happened, UTC (`at` of the format; "at" is a reserved word)
  organization varchar,            -- key: the domain, or normalised name|country where there is none
  organization_name varchar,
  industry varchar,                -- NAICS 2022, as given
  organization_country varchar,
  ai varchar,                      -- pure, product, none; null is not known
  tags varchar[],
  size varchar,
  parent varchar,
  role_title varchar,              -- as given
  role_key varchar,                -- the title normalised, for counting
  role_soc varchar,
  role_remote boolean,
  role_country varchar,
  name varchar,                    -- as presented
  birth_year integer,
  claimed_country varchar,
  claimed_city varchar,
  claimed_timezone varchar,
  origin_organization varchar,
  first_hand boolean               -- false only for what was passed on
);

-- Derived: one row per identifier in an observation in force, normalised.
-- kind: email phone handle ip device account address document photo name reference_email reference_phone
-- detail: handle service, device kind, account kind, address kind, document kind; '' otherwise
create table selector (
  observation_id bigint not null,
  subject_id integer not null,
  kind varchar not null,
  detail varchar not null,
  value varchar not null,
  controlled boolean not null      -- whoever shows it can use it; false: claimed
);

-- Derived: one row per machine-observed fact; a list gives one row per item, an empty list one row
-- with items = 0 and no value. Absent means not observed.
create table fact (
  observation_id bigint not null,
  subject_id integer not null,
  name varchar not null,
  text varchar,
  number double,
  truth boolean,
  items integer                    -- length of the list; null for a single value
);

-- Derived: one row per flag.
create table flag (
  observation_id bigint not null,
  subject_id integer not null,
  indicator varchar not null,
  note varchar,
  noticed_by varchar
);

-- The source as graded now: one row per source that declared itself or was seen. An undeclared one
-- has grade F and the most restrictive ordinary marking.
create view source_in_force as
select s.source,
       d.name,
       d.type,
       d.organization,
       coalesce(d.reliability, 'F') as reliability,
       coalesce(d.tlp, 'TLP:AMBER+STRICT') as tlp,
       d.source is not null as declared
from (select source from subject union select source from source_declaration) as s
left join (
  select * from source_declaration
  qualify row_number() over (partition by source order by declaration_id desc) = 1
) as d on d.source = s.source;
