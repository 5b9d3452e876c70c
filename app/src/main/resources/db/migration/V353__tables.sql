-- Tables that an administrator replaced: every version, newest in force. Content is cut into parts;
-- a version without parts says that there is no such table, or that its content was dropped for its age.
create table table_version (
  table_name varchar(64)   not null,
  version    integer       not null,
  at         timestamp with time zone not null,
  author     varchar(64)   not null,
  digest     varchar(64)   not null,
  bytes      bigint        not null,
  row_count  integer       not null,
  origin     varchar(16)   not null,
  note       varchar(500)  not null,
  primary key (table_name, version)
);

create table table_part (
  table_name varchar(64) not null,
  version    integer     not null,
  part       integer     not null,
  content    bytea       not null,
  primary key (table_name, version, part)
);
