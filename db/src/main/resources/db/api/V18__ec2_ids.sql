-- Short numbers for servers and for what they are made from, of one sequence for all cells: guests know themselves by them.
create table ec2_ids (
  id   int unsigned auto_increment not null,
  name varchar(255) collate ${text} not null comment 'the id of a server, an image, a kernel or a ramdisk',
  primary key (id),
  unique key uk_ec2_ids_name (name)
) character set utf8mb4 collate ${text};
