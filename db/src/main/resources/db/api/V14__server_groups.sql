-- Servers that are to share a host, or not to.
create table server_groups (
  id            int auto_increment not null,
  uuid          char(36)     character set ascii collate ascii_bin not null,
  project_id    varchar(255) not null,
  user_id       varchar(255) not null,
  name          varchar(255) not null,
  policy        varchar(18)  character set ascii collate ascii_bin not null comment 'affinity, anti-affinity, soft-affinity, soft-anti-affinity',
  most_per_host int          null comment 'of anti-affinity; null: not said, so one',
  created_at    datetime(6)  not null,
  primary key (id),
  unique key uk_server_groups_uuid (uuid),
  key ix_server_groups_project (project_id, user_id)
) character set utf8mb4 collate ${text};

create table server_group_members (
  id       int auto_increment not null,
  server   char(36)     character set ascii collate ascii_bin not null,
  group_id int          not null,
  user_id  varchar(255) not null,
  forced   boolean      not null comment 'an administrator named its host: no rule was asked',
  primary key (id),
  unique key uk_server_group_members_server (server),
  key ix_server_group_members_group (group_id, user_id)
) character set utf8mb4 collate ${text};
