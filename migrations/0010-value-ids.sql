-- Ids of values that are Ringer's own: no stored id depends on a function of the engine (decision 0022).

-- First 64 bits of the SHA-256 of version, kind, detail and normal form, signed (src/evidence/value-ids.ts).
-- Null only until the readings of an older store are made again, which happens before anything is written to it.
alter table selector add column value_id bigint;

-- The version of the normal forms in which the readings stand. An older one than the program's makes the readings
-- again from the ledger; a newer one is refused.
create table normal_form_version (version integer not null);
insert into normal_form_version (version) values (0);

-- The linkage makes this column again: what stood here was a hash of the engine.
alter table hub drop column value_id;
alter table hub add column value_id bigint;    -- of the value in the tables of the linkage

-- Derived: what the value of an override is in the normal forms in force; without a row, what was said. Several rows
-- where one value became several.
create table hub_judgement_value (
  hub_judgement_id integer not null,
  detail varchar not null,
  value varchar not null
);

-- Overrides with their values in the normal forms in force.
create view hub_judgement_now as
select j.* replace (coalesce(v.detail, j.detail) as detail, coalesce(v.value, j.value) as value)
from hub_judgement as j left join hub_judgement_value as v using (hub_judgement_id);
