-- Facts that the source did not give and a data set did: derived like all of `fact`, and marked. Where the source
-- gave a fact itself, there is none of ours.
alter table fact add column data_set varchar; -- its name and date, such as asn-country 2026-06-17; null: the source's own
