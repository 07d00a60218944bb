-- Deleted servers are found by their age.
create index ix_instance_mappings_deleted on instance_mappings (deleted_at);
