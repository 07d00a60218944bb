-- The one cell whose database this is: a process that was sent here for another cell leaves it alone.
create table cell_identity (
  id         tinyint      not null default 1 comment 'always 1: there is one row at the most',
  uuid       char(36)     character set ascii collate ascii_bin not null,
  name       varchar(64)  character set ascii collate ascii_bin not null comment 'for people; the uuid counts',
  claimed_at datetime(6)  not null,
  primary key (id)
) character set utf8mb4 collate utf8mb4_bin;
