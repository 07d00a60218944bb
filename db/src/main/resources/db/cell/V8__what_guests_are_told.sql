-- What a guest is told, and what it tells: its cell answers it without asking the control level.
alter table instance_extra
  add column ec2_ids text null comment 'null: made before there were any (JSON)',
  add column password varchar(1020) character set ascii collate ascii_bin null
    comment 'posted by the guest, once; encrypted by it with the public key of its key pair';
