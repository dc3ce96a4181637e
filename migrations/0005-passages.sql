-- Derived by evidence/, as `selector` is: one row per passage (sentence, bullet or line) of a CV, cover
-- letter or work sample in an observation in force, once per observation. The words themselves stay in
-- observation.body. A store that was filled before this table has no passages until it is rebuilt.
create table passage (
  observation_id integer not null,
  subject_id integer not null,
  hash bigint not null             -- first 64 bits of the SHA-256 of the normal form, signed
);
