-- Addresses as the house and the flat within it; digits of numbers without a country code; the opening of a role.

-- Kinds of selector: email phone national_number handle ip device account place unit company document photo name
-- reference_email reference_phone. `place` is the house of an address (what `address` was), `unit` a flat in it.
-- The readings are made again in the new forms when the store is opened; until then the old ones have their new name,
-- so that overrides of addresses find what they were about.
update selector set kind = 'place' where kind = 'address';

alter table event add column role_requisition varchar; -- the employer's own id of the opening
