-- The processes of the control level, as they say themselves that they are there.
create table processes (
  kind         varchar(32)  character set ascii collate ascii_bin not null comment 'conductor',
  name         varchar(255) not null,
  last_seen_at datetime(6)  not null,
  primary key (kind, name)
) character set utf8mb4 collate ${text};
