-- Files that were asked for with a server (personality), kept for as long as it lives: its config drive has them.
create table server_files (
  instance_uuid char(36)     character set ascii collate ascii_bin not null,
  path          varchar(255) not null,
  contents      mediumtext   not null comment 'base64',
  primary key (instance_uuid, path)
) character set utf8mb4 collate ${text};
