-- What each derived stage has seen. Append-only; the last line of a stage says whether it is due.
create table stage_run (
  stage varchar not null,              -- link or assess
  finished_at timestamp not null,
  last_observation bigint not null,    -- highest observation_id in the ledger at the time
  versions varchar not null            -- JSON: versions of models, catalogue and program
);
