-- Two texts that differ in spaces at their end are two: the collation of before padded them.

alter table instances
  modify column project_id varchar(255) collate ${text} not null,
  modify column user_id varchar(255) collate ${text} not null,
  modify column image_ref varchar(255) collate ${text} null,
  modify column kernel_id varchar(255) collate ${text} null,
  modify column ramdisk_id varchar(255) collate ${text} null,
  modify column hostname varchar(255) collate ${text} not null,
  modify column display_name varchar(255) collate ${text} not null,
  modify column display_description varchar(255) collate ${text} null,
  modify column key_name varchar(255) collate ${text} null,
  modify column key_data mediumtext collate ${text} null,
  modify column flavorid varchar(255) collate ${text} not null,
  modify column host varchar(255) collate ${text} null,
  modify column node varchar(255) collate ${text} null,
  modify column launched_on varchar(255) collate ${text} null,
  modify column availability_zone varchar(255) collate ${text} null,
  modify column user_data mediumtext collate ${text} null,
  modify column locked_reason varchar(255) collate ${text} null,
  modify column os_type varchar(255) collate ${text} null,
  modify column architecture varchar(255) collate ${text} null,
  modify column vm_mode varchar(255) collate ${text} null,
  modify column root_device_name varchar(255) collate ${text} null,
  modify column access_ip_v4 varchar(39) collate ${text} null,
  modify column access_ip_v6 varchar(39) collate ${text} null,
  default collate ${text};

alter table instance_extra
  modify column flavor mediumtext collate ${text} not null comment 'the flavor as it was (JSON)',
  modify column keypairs mediumtext collate ${text} null,
  modify column security_groups mediumtext collate ${text} not null comment 'names asked for (JSON)',
  modify column scheduler_hints mediumtext collate ${text} null,
  default collate ${text};

alter table instance_info_caches
  modify column network_info mediumtext collate ${text} not null,
  default collate ${text};

alter table instance_metadata
  modify column name varchar(255) collate ${text} not null,
  modify column value varchar(255) collate ${text} not null,
  default collate ${text};

alter table instance_system_metadata
  modify column name varchar(255) collate ${text} not null,
  modify column value mediumtext collate ${text} not null,
  default collate ${text};

alter table instance_faults
  modify column message varchar(255) collate ${text} not null,
  modify column details mediumtext collate ${text} null,
  modify column host varchar(255) collate ${text} null,
  default collate ${text};

alter table instance_actions
  modify column user_id varchar(255) collate ${text} not null,
  modify column project_id varchar(255) collate ${text} not null,
  modify column message varchar(255) collate ${text} null,
  default collate ${text};

alter table instance_actions_events
  modify column result varchar(16) collate ${text} null,
  modify column traceback mediumtext collate ${text} null,
  modify column host varchar(255) collate ${text} null,
  modify column details text collate ${text} null,
  default collate ${text};

alter table virtual_interfaces
  modify column address varchar(64) collate ${text} not null,
  modify column tag varchar(255) collate ${text} null,
  default collate ${text};

alter table tags
  modify column tag varchar(80) collate ${text} not null,
  default collate ${text};

alter table services
  modify column host varchar(255) collate ${text} not null,
  default collate ${text};

alter table compute_nodes
  modify column host varchar(255) collate ${text} not null,
  modify column hypervisor_hostname varchar(255) collate ${text} not null,
  modify column hypervisor_type varchar(64) collate ${text} not null,
  modify column host_ip varchar(39) collate ${text} not null,
  modify column cpu_info text collate ${text} not null,
  default collate ${text};

alter table steps
  modify column outcome mediumtext collate ${text} null,
  default collate ${text};
