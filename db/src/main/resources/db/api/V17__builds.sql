-- What each process and each host's agent was built from, as it says itself.
alter table processes
  modify column kind varchar(32) character set ascii collate ascii_bin not null comment 'conductor, cell-worker, api',
  add column build varchar(255) null;

alter table host_states
  add column build varchar(255) null;
