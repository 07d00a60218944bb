-- Servers of which the network service says that something of their network has changed: they are to be looked at.
create table network_changes (
  server   char(36)    character set ascii collate ascii_bin not null,
  asked_at datetime(6) not null comment 'the last time',
  primary key (server),
  key network_changes_asked (asked_at)
) character set utf8mb4 collate ${text};
