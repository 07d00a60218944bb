-- One id is one host's: who comes later under it is not taken in.
alter table host_mappings add unique key uk_host_mappings_uuid (host_uuid);

-- A retired host is never chosen, is no longer heard, and owes nothing.
alter table host_states
  add column retired_at datetime(6) null,
  add column retired_by varchar(255) collate ${text} null;

-- What a host says that it has, beside what is offered of it, and how much of that an operator has approved.
alter table inventories
  add column reported int not null default 0,
  add column approved int not null default 0;
update inventories set reported = total, approved = total;
