-- Whether a server is locked, beside its record's own word: a lock holds while the cell does not answer.
alter table instance_mappings add column locked boolean not null default false;
