-- What the record of an import says besides its counts: the encoding and the order of dates that were told by content, and
-- each use of a map's override for a column that names a protected attribute.
alter table import_run add column remarks varchar[];
