-- So that a list finds those that moved while it read: the index has only servers that were ever moved between cells.
alter table instance_mappings add column moved_at datetime(6) null;
create index ix_instance_mappings_moved on instance_mappings (moved_at);
