-- One cell's database (cell0 has the same): the servers that live there, and what hangs from them.

create table instances (
  id                  bigint auto_increment not null,
  uuid                char(36)     character set ascii collate ascii_bin not null,
  generation          bigint       not null comment 'the place: authoritative iff it is the mapping''s',
  move_state          varchar(8)   character set ascii collate ascii_bin null comment 'arriving, sealed, departed',
  operation           char(36)     character set ascii collate ascii_bin null comment 'the operation that owns the life columns',
  project_id          varchar(255) not null,
  user_id             varchar(255) not null,
  image_ref           varchar(255) null,
  kernel_id           varchar(255) null,
  ramdisk_id          varchar(255) null,
  hostname            varchar(255) not null,
  display_name        varchar(255) not null,
  display_description varchar(255) null,
  launch_index        int          not null default 0,
  key_name            varchar(255) null,
  key_data            mediumtext   null,
  power_state         int          not null default 0,
  power_boot_id       char(36)     character set ascii collate ascii_bin null,
  power_sequence      bigint       not null default 0,
  vm_state            varchar(32)  character set ascii collate ascii_bin not null,
  task_state          varchar(32)  character set ascii collate ascii_bin null,
  memory_mb           int          not null,
  vcpus               int          not null,
  root_gb             int          not null,
  ephemeral_gb        int          not null,
  flavorid            varchar(255) not null,
  host                varchar(255) null,
  node                varchar(255) null,
  launched_on         varchar(255) null,
  availability_zone   varchar(255) null,
  user_data           mediumtext   null,
  reservation_id      varchar(32)  character set ascii collate ascii_bin not null,
  launched_at         datetime(6)  null,
  terminated_at       datetime(6)  null,
  locked              boolean      not null default false,
  locked_by           varchar(8)   character set ascii collate ascii_bin null,
  locked_reason       varchar(255) null,
  os_type             varchar(255) null,
  architecture        varchar(255) null,
  vm_mode             varchar(255) null,
  root_device_name    varchar(255) null,
  config_drive        boolean      not null default false,
  access_ip_v4        varchar(39)  null,
  access_ip_v6        varchar(39)  null,
  auto_disk_config    boolean      not null default false,
  progress            int          not null default 0,
  created_at          datetime(6)  not null,
  updated_at          datetime(6)  null,
  deleted_at          datetime(6)  null,
  deleted             boolean      not null default false,
  primary key (id),
  unique key uk_instances_uuid (uuid),
  key ix_instances_project (project_id, deleted, created_at, uuid),
  key ix_instances_created (deleted, created_at, uuid),
  key ix_instances_host (host, deleted)
) character set utf8mb4 collate utf8mb4_bin;

create table instance_extra (
  instance_uuid char(36)   character set ascii collate ascii_bin not null,
  flavor        mediumtext not null comment 'the flavor as it was (JSON)',
  keypairs      mediumtext null,
  security_groups mediumtext not null comment 'names asked for (JSON)',
  scheduler_hints mediumtext null,
  primary key (instance_uuid)
) character set utf8mb4 collate utf8mb4_bin;

create table instance_info_caches (
  instance_uuid char(36)    character set ascii collate ascii_bin not null,
  network_info  mediumtext  not null,
  updated_at    datetime(6) not null,
  primary key (instance_uuid)
) character set utf8mb4 collate utf8mb4_bin;

create table instance_metadata (
  instance_uuid char(36)     character set ascii collate ascii_bin not null,
  name          varchar(255) not null,
  value         varchar(255) not null,
  primary key (instance_uuid, name)
) character set utf8mb4 collate utf8mb4_bin;

create table instance_system_metadata (
  instance_uuid char(36)     character set ascii collate ascii_bin not null,
  name          varchar(255) not null,
  value         mediumtext   not null,
  primary key (instance_uuid, name)
) character set utf8mb4 collate utf8mb4_bin;

create table instance_faults (
  id            bigint auto_increment not null,
  instance_uuid char(36)     character set ascii collate ascii_bin not null,
  code          int          not null,
  message       varchar(255) not null,
  details       mediumtext   null,
  host          varchar(255) null,
  created_at    datetime(6)  not null,
  primary key (id),
  key ix_instance_faults (instance_uuid)
) character set utf8mb4 collate utf8mb4_bin;

create table instance_actions (
  id            bigint auto_increment not null,
  instance_uuid char(36)     character set ascii collate ascii_bin not null,
  action        varchar(64)  character set ascii collate ascii_bin not null,
  request_id    varchar(64)  character set ascii collate ascii_bin not null,
  user_id       varchar(255) not null,
  project_id    varchar(255) not null,
  start_time    datetime(6)  not null,
  finish_time   datetime(6)  null,
  updated_at    datetime(6)  not null,
  message       varchar(255) null,
  primary key (id),
  unique key uk_instance_actions (instance_uuid, request_id)
) character set utf8mb4 collate utf8mb4_bin;

create table instance_actions_events (
  id          bigint auto_increment not null,
  action_id   bigint       not null,
  event       varchar(255) character set ascii collate ascii_bin not null,
  attempt     int          not null default 1,
  start_time  datetime(6)  not null,
  finish_time datetime(6)  null,
  result      varchar(16)  null,
  traceback   mediumtext   null,
  host        varchar(255) null,
  details     text         null,
  primary key (id),
  unique key uk_instance_actions_events (action_id, event, attempt)
) character set utf8mb4 collate utf8mb4_bin;

create table virtual_interfaces (
  uuid          char(36)    character set ascii collate ascii_bin not null comment 'the port',
  address       varchar(64) not null,
  network_id    char(36)    character set ascii collate ascii_bin not null,
  instance_uuid char(36)    character set ascii collate ascii_bin not null,
  tag           varchar(255) null,
  primary key (uuid),
  key ix_virtual_interfaces_instance (instance_uuid)
) character set utf8mb4 collate utf8mb4_bin;

create table tags (
  resource_id char(36)    character set ascii collate ascii_bin not null,
  tag         varchar(80) not null,
  primary key (resource_id, tag)
) character set utf8mb4 collate utf8mb4_bin;

create table server_secrets (
  instance_uuid char(36)    character set ascii collate ascii_bin not null,
  name          varchar(32) character set ascii collate ascii_bin not null,
  value         mediumblob  not null comment 'encrypted',
  primary key (instance_uuid, name)
);

create table services (
  uuid         char(36)     character set ascii collate ascii_bin not null,
  host         varchar(255) not null,
  `binary`     varchar(64)  character set ascii collate ascii_bin not null,
  state        varchar(8)   character set ascii collate ascii_bin not null,
  last_seen_up datetime(6)  null,
  created_at   datetime(6)  not null,
  primary key (uuid),
  unique key uk_services (host, `binary`)
) character set utf8mb4 collate utf8mb4_bin;

create table compute_nodes (
  uuid                char(36)     character set ascii collate ascii_bin not null,
  id                  int auto_increment not null,
  host                varchar(255) not null,
  hypervisor_hostname varchar(255) not null,
  hypervisor_type     varchar(64)  not null,
  hypervisor_version  int          not null,
  host_ip             varchar(39)  not null,
  vcpus               int          not null,
  memory_mb           int          not null,
  local_gb            int          not null,
  cpu_info            text         not null,
  boot_id             char(36)     character set ascii collate ascii_bin not null,
  created_at          datetime(6)  not null,
  updated_at          datetime(6)  not null,
  primary key (uuid),
  unique key uk_compute_nodes_id (id),
  unique key uk_compute_nodes_host (host, hypervisor_hostname)
) character set utf8mb4 collate utf8mb4_bin;

create table leases (
  name   varchar(64) character set ascii collate ascii_bin not null,
  holder char(36)    character set ascii collate ascii_bin not null,
  until  datetime(6) not null,
  primary key (name)
);

create table steps (
  operation char(36)    character set ascii collate ascii_bin not null,
  step      varchar(64) character set ascii collate ascii_bin not null,
  attempt   int         not null,
  state     varchar(8)  character set ascii collate ascii_bin not null comment 'done, refused, undone',
  outcome   mediumtext  null,
  at        datetime(6) not null,
  primary key (operation, step, attempt)
) character set utf8mb4 collate utf8mb4_bin;
