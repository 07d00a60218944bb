-- Two texts that differ in spaces at their end are two: the collation of before padded them.

alter table cell_mappings
  modify column database_url varchar(1024) collate ${text} not null,
  modify column database_user varchar(128) collate ${text} not null,
  modify column bus_url varchar(1024) collate ${text} null,
  default collate ${text};

alter table host_mappings
  modify column host varchar(255) collate ${text} not null,
  default collate ${text};

alter table host_states
  modify column host varchar(255) collate ${text} not null,
  modify column disabled_reason varchar(255) collate ${text} null,
  modify column forced_down_by varchar(64) collate ${text} null,
  default collate ${text};

alter table instance_mappings
  modify column project_id varchar(255) collate ${text} not null,
  modify column user_id varchar(255) collate ${text} not null,
  default collate ${text};

alter table build_requests
  modify column project_id varchar(255) collate ${text} not null,
  modify column user_id varchar(255) collate ${text} not null,
  modify column display_name varchar(255) collate ${text} not null,
  modify column body mediumtext collate ${text} not null comment 'the server as it was asked for, without secrets (JSON)',
  default collate ${text};

alter table request_specs
  modify column spec mediumtext collate ${text} not null comment 'what placement was asked for (JSON)',
  default collate ${text};

alter table operations
  modify column project_id varchar(255) collate ${text} not null,
  modify column user_id varchar(255) collate ${text} not null,
  modify column arguments text collate ${text} not null comment 'ids and plain values (JSON, 16 KB at most)',
  modify column outcome text collate ${text} null,
  default collate ${text};

alter table operation_places
  modify column host varchar(255) collate ${text} not null,
  default collate ${text};

alter table steps
  modify column outcome mediumtext collate ${text} null,
  default collate ${text};

alter table flavors
  modify column flavorid varchar(255) collate ${text} not null,
  modify column name varchar(255) collate ${text} not null,
  modify column description text collate ${text} null,
  default collate ${text};

alter table flavor_extra_specs
  modify column name varchar(255) collate ${text} not null,
  modify column value varchar(255) collate ${text} not null,
  default collate ${text};

alter table flavor_projects
  modify column project_id varchar(255) collate ${text} not null,
  default collate ${text};

alter table key_pairs
  modify column user_id varchar(255) collate ${text} not null,
  modify column name varchar(255) collate ${text} not null,
  modify column fingerprint varchar(255) collate ${text} not null,
  modify column public_key text collate ${text} not null,
  default collate ${text};

alter table aggregates
  modify column name varchar(255) collate ${text} not null,
  default collate ${text};

alter table aggregate_hosts
  modify column host varchar(255) collate ${text} not null,
  default collate ${text};

alter table aggregate_metadata
  modify column name varchar(255) collate ${text} not null,
  modify column value varchar(255) collate ${text} not null,
  default collate ${text};

alter table quota_claims
  modify column project_id varchar(255) collate ${text} not null,
  modify column user_id varchar(255) collate ${text} not null,
  default collate ${text};

alter table quota_usage
  modify column project_id varchar(255) collate ${text} not null,
  default collate ${text};

alter table resource_providers
  modify column name varchar(255) collate ${text} not null comment 'the hypervisor''s host name',
  modify column host varchar(255) collate ${text} not null,
  default collate ${text};

alter table debts
  modify column cell varchar(255) collate ${text} not null,
  modify column host varchar(255) collate ${text} null,
  modify column project_id varchar(255) collate ${text} not null,
  default collate ${text};

alter table migrations
  modify column project_id varchar(255) collate ${text} not null,
  modify column user_id varchar(255) collate ${text} not null,
  modify column source_host varchar(255) collate ${text} not null,
  modify column dest_host varchar(255) collate ${text} null,
  modify column old_flavor mediumtext collate ${text} not null comment 'as it was (JSON)',
  modify column new_flavor mediumtext collate ${text} not null,
  default collate ${text};
