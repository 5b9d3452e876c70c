-- Canaries of the last day, of all nodes that share this database: whoever finds one says so here.
create table canary (
  id       varchar(64)  not null primary key,
  node     varchar(100) not null,
  path     varchar(20)  not null,
  sent_at  timestamp(6) with time zone not null,
  seen_at  timestamp(6) with time zone
);
create index canary_by_time on canary (sent_at);
