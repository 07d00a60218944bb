-- What is still owed to a host or a cell that did not answer when it should have been cleaned.
create table debts (
  id          char(36)     character set ascii collate ascii_bin not null,
  kind        varchar(8)   character set ascii collate ascii_bin not null comment 'guest, record',
  cell        varchar(255) not null,
  host        varchar(255) null,
  server      char(36)     character set ascii collate ascii_bin not null,
  generation  bigint       not null comment 'nothing newer is touched',
  operation   char(36)     character set ascii collate ascii_bin not null comment 'fenced off before it is paid',
  request_id  varchar(64)  character set ascii collate ascii_bin not null,
  project_id  varchar(255) not null,
  since       datetime(6)  not null,
  tried_at    datetime(6)  not null,
  primary key (id),
  key ix_debts_server (server),
  key ix_debts_tried (tried_at)
) character set utf8mb4 collate utf8mb4_bin;
