-- A guest that is kept on a host may be owed: it is to be discarded there, or to come back.
alter table debts
  modify kind varchar(8) character set ascii collate ascii_bin not null comment 'guest, record, kept, back',
  add column kept_by char(36) character set ascii collate ascii_bin null comment 'the operation that keeps it',
  add column attempt int null comment 'in which it left';
