-- When the hosts of a cell were last judged: its database and one of its cell-workers answered then. Null: never yet.
alter table cell_mappings add column judged_at datetime(6) null;
