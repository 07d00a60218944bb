-- Which placing of a server on a host is the newest, and which one a debt is about: a host refuses what is older.
alter table lanes add column placing bigint not null default 0;
alter table debts add column placing bigint not null default 0;
