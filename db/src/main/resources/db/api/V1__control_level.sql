-- The control level's one database: where servers live, what is being done to them, what they hold.

create table cell_mappings (
  name              varchar(64)  character set ascii collate ascii_bin not null,
  uuid              char(36)     character set ascii collate ascii_bin not null,
  database_url      varchar(1024) not null,
  database_user     varchar(128) not null,
  database_password varbinary(1024) not null comment 'encrypted',
  bus_url           varchar(1024) null,
  disabled          boolean      not null default false,
  version           bigint       not null default 1 comment 'grows with each change; processes poll it',
  created_at        datetime(6)  not null,
  updated_at        datetime(6)  not null,
  primary key (name),
  unique key uk_cell_mappings_uuid (uuid)
) character set utf8mb4 collate utf8mb4_bin;

create table host_mappings (
  host        varchar(255) not null,
  cell        varchar(64)  character set ascii collate ascii_bin not null,
  host_uuid   char(36)     character set ascii collate ascii_bin not null,
  created_at  datetime(6)  not null,
  primary key (host),
  key ix_host_mappings_cell (cell)
) character set utf8mb4 collate utf8mb4_bin;

create table host_states (
  host            varchar(255) not null,
  cell            varchar(64)  character set ascii collate ascii_bin not null,
  service_uuid    char(36)     character set ascii collate ascii_bin not null,
  state           varchar(8)   character set ascii collate ascii_bin not null comment 'up, down, unknown',
  since           datetime(6)  not null,
  last_seen_at    datetime(6)  null,
  disabled        boolean      not null default false,
  disabled_reason varchar(255) null,
  forced_down     boolean      not null default false,
  forced_down_by  varchar(64)  null,
  forced_down_at  datetime(6)  null,
  version         bigint       not null default 1 comment 'grows with each change of what placement reads',
  created_at      datetime(6)  not null,
  primary key (host),
  unique key uk_host_states_service (service_uuid),
  key ix_host_states_cell (cell)
) character set utf8mb4 collate utf8mb4_bin;

create table instance_mappings (
  uuid              char(36)    character set ascii collate ascii_bin not null,
  cell              varchar(64) character set ascii collate ascii_bin null comment 'null: not placed yet',
  generation        bigint      not null default 1,
  moved_by          char(36)    character set ascii collate ascii_bin null,
  project_id        varchar(255) not null,
  user_id           varchar(255) not null,
  queued_for_delete boolean     not null default false,
  created_at        datetime(6) not null,
  updated_at        datetime(6) not null,
  deleted_at        datetime(6) null,
  primary key (uuid),
  key ix_instance_mappings_project (project_id, queued_for_delete, cell),
  key ix_instance_mappings_cell (cell, queued_for_delete)
) character set utf8mb4 collate utf8mb4_bin;

create table build_requests (
  uuid           char(36)     character set ascii collate ascii_bin not null,
  project_id     varchar(255) not null,
  user_id        varchar(255) not null,
  display_name   varchar(255) not null,
  reservation_id varchar(32)  character set ascii collate ascii_bin not null,
  body           mediumtext   not null comment 'the server as it was asked for, without secrets (JSON)',
  created_at     datetime(6)  not null,
  primary key (uuid),
  key ix_build_requests_project (project_id, created_at)
) character set utf8mb4 collate utf8mb4_bin;

create table request_specs (
  uuid       char(36)    character set ascii collate ascii_bin not null,
  spec       mediumtext  not null comment 'what placement was asked for (JSON)',
  created_at datetime(6) not null,
  primary key (uuid)
) character set utf8mb4 collate utf8mb4_bin;

create table operations (
  id                char(36)     character set ascii collate ascii_bin not null,
  server            char(36)     character set ascii collate ascii_bin not null,
  kind              varchar(32)  character set ascii collate ascii_bin not null,
  project_id        varchar(255) not null,
  user_id           varchar(255) not null,
  request_id        varchar(64)  character set ascii collate ascii_bin not null,
  global_request_id varchar(64)  character set ascii collate ascii_bin null,
  arguments         text         not null comment 'ids and plain values (JSON, 16 KB at most)',
  state             varchar(12)  character set ascii collate ascii_bin not null,
  decision          varchar(12)  character set ascii collate ascii_bin null,
  outcome           text         null,
  deadline          datetime(6)  not null,
  created_at        datetime(6)  not null,
  updated_at        datetime(6)  not null,
  primary key (id),
  key ix_operations_state (state, updated_at),
  key ix_operations_server (server, created_at)
) character set utf8mb4 collate utf8mb4_bin;

create table operation_data (
  operation char(36)    character set ascii collate ascii_bin not null,
  name      varchar(32) character set ascii collate ascii_bin not null,
  value     mediumblob  not null comment 'large or secret; secrets encrypted; erased when the operation closes',
  primary key (operation, name)
);

create table operation_places (
  operation char(36)     character set ascii collate ascii_bin not null,
  attempt   int          not null,
  cell      varchar(64)  character set ascii collate ascii_bin not null,
  host      varchar(255) not null,
  primary key (operation, attempt, cell, host)
) character set utf8mb4 collate utf8mb4_bin;

create table lanes (
  server    char(36) character set ascii collate ascii_bin not null,
  life      char(36) character set ascii collate ascii_bin null comment 'the one operation that is running',
  next      char(36) character set ascii collate ascii_bin null comment 'its successor, waiting',
  devices   int      not null default 0,
  exclusive char(36) character set ascii collate ascii_bin null comment 'a move or a delete: no new device operations',
  primary key (server)
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

create table flavors (
  id           int auto_increment not null,
  flavorid     varchar(255) not null,
  name         varchar(255) not null,
  memory_mb    int          not null,
  vcpus        int          not null,
  root_gb      int          not null,
  ephemeral_gb int          not null default 0,
  swap         int          not null default 0,
  rxtx_factor  double       not null default 1,
  vcpu_weight  int          null,
  disabled     boolean      not null default false,
  is_public    boolean      not null default true,
  description  text         null,
  created_at   datetime(6)  not null,
  updated_at   datetime(6)  null,
  primary key (id),
  unique key uk_flavors_flavorid (flavorid),
  unique key uk_flavors_name (name)
) character set utf8mb4 collate utf8mb4_bin;

create table flavor_extra_specs (
  flavor_id int          not null,
  name      varchar(255) not null,
  value     varchar(255) not null,
  primary key (flavor_id, name)
) character set utf8mb4 collate utf8mb4_bin;

create table flavor_projects (
  flavor_id  int          not null,
  project_id varchar(255) not null,
  primary key (flavor_id, project_id)
) character set utf8mb4 collate utf8mb4_bin;

create table key_pairs (
  id          int auto_increment not null,
  user_id     varchar(255) not null,
  name        varchar(255) not null,
  type        varchar(8)   character set ascii collate ascii_bin not null,
  fingerprint varchar(255) not null,
  public_key  text         not null,
  created_at  datetime(6)  not null,
  primary key (id),
  unique key uk_key_pairs (user_id, name)
) character set utf8mb4 collate utf8mb4_bin;

create table aggregates (
  id         int auto_increment not null,
  uuid       char(36)     character set ascii collate ascii_bin not null,
  name       varchar(255) not null,
  created_at datetime(6)  not null,
  updated_at datetime(6)  null,
  primary key (id),
  unique key uk_aggregates_uuid (uuid),
  unique key uk_aggregates_name (name)
) character set utf8mb4 collate utf8mb4_bin;

create table aggregate_hosts (
  aggregate_id int          not null,
  host         varchar(255) not null,
  primary key (aggregate_id, host),
  key ix_aggregate_hosts_host (host)
) character set utf8mb4 collate utf8mb4_bin;

create table aggregate_metadata (
  aggregate_id int          not null,
  name         varchar(255) not null,
  value        varchar(255) not null,
  primary key (aggregate_id, name)
) character set utf8mb4 collate utf8mb4_bin;

create table quota_claims (
  consumer   char(36)     character set ascii collate ascii_bin not null,
  project_id varchar(255) not null,
  user_id    varchar(255) not null,
  instances  int          not null,
  cores      int          not null,
  ram        int          not null comment 'MiB',
  primary key (consumer),
  key ix_quota_claims_project (project_id)
) character set utf8mb4 collate utf8mb4_bin;

create table quota_usage (
  project_id varchar(255) not null,
  instances  int          not null default 0,
  cores      int          not null default 0,
  ram        bigint       not null default 0 comment 'MiB',
  primary key (project_id)
) character set utf8mb4 collate utf8mb4_bin;

create table resource_providers (
  uuid       char(36)     character set ascii collate ascii_bin not null comment 'the compute node',
  name       varchar(255) not null comment 'the hypervisor''s host name',
  host       varchar(255) not null,
  cell       varchar(64)  character set ascii collate ascii_bin not null,
  generation bigint       not null default 1 comment 'grows with each change of inventory or allocations',
  created_at datetime(6)  not null,
  primary key (uuid),
  unique key uk_resource_providers_name (name),
  key ix_resource_providers_host (host)
) character set utf8mb4 collate utf8mb4_bin;

create table inventories (
  provider         char(36)    character set ascii collate ascii_bin not null,
  resource_class   varchar(64) character set ascii collate ascii_bin not null,
  total            int         not null,
  reserved         int         not null default 0,
  min_unit         int         not null default 1,
  max_unit         int         not null,
  step_size        int         not null default 1,
  allocation_ratio double      not null default 1,
  primary key (provider, resource_class)
);

create table allocations (
  consumer       char(36)    character set ascii collate ascii_bin not null,
  provider       char(36)    character set ascii collate ascii_bin not null,
  resource_class varchar(64) character set ascii collate ascii_bin not null,
  used           int         not null,
  consumer_type  varchar(9)  character set ascii collate ascii_bin not null comment 'server, operation, debt',
  server         char(36)    character set ascii collate ascii_bin not null,
  primary key (consumer, provider, resource_class),
  key ix_allocations_provider (provider, resource_class, used),
  key ix_allocations_server (server)
);
