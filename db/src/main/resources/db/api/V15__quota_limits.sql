-- Limits that operators have set: of a project, of a user in it, and of a class. What is not here is as configured.
create table quota_limits (
  project_id varchar(255) not null,
  user_id    varchar(255) not null default '' comment 'empty: of the project as a whole',
  resource   varchar(32)  character set ascii collate ascii_bin not null,
  hard_limit int          not null comment '-1: none',
  primary key (project_id, user_id, resource)
) character set utf8mb4 collate ${text};

create table quota_classes (
  class_name varchar(255) not null,
  resource   varchar(32)  character set ascii collate ascii_bin not null,
  hard_limit int          not null comment '-1: none',
  primary key (class_name, resource)
) character set utf8mb4 collate ${text};

-- What one user has in a project is summed up where that user has a limit of its own.
alter table quota_claims
  add key ix_quota_claims_user (project_id, user_id),
  drop key ix_quota_claims_project;
