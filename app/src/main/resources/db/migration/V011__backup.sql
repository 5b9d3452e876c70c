-- The version of each backup plan that is in force. A change that protects less waits for a second person.
create table backup_plan_accepted (
  plan        varchar(64) primary key,
  digest      varchar(64) not null,
  content     text        not null,
  accepted_by varchar(64) not null,
  accepted_at timestamp with time zone not null,
  since       timestamp with time zone not null
);

-- One thing is done for a plan at a time, over all nodes; a lease that is not renewed ends by itself.
create table backup_lease (
  plan        varchar(64) primary key,
  holder      varchar(64) not null,
  duty        varchar(16) not null,
  taken_at    timestamp with time zone not null,
  held_until  timestamp with time zone not null
);

-- What was done for a target of a plan beside backups and drills, and what came of it.
create table backup_duty (
  id          varchar(36)   primary key,
  plan        varchar(64)   not null,
  kind        varchar(16)   not null,
  target      varchar(500)  not null,
  started_at  timestamp with time zone not null,
  took_millis bigint        not null,
  ok          boolean       not null,
  problem     varchar(16)   not null,
  summary     varchar(2000) not null,
  detail      text          not null
);
create index backup_duty_newest on backup_duty (plan, kind, target, started_at);

-- Acts that need two people.
create table backup_approval (
  id           varchar(36)   primary key,
  plan         varchar(64)   not null,
  action       varchar(24)   not null,
  target       varchar(500)  not null,
  subject      text          not null,
  reason       varchar(2000) not null,
  requested_by varchar(64)   not null,
  requested_at timestamp with time zone not null,
  expires_at   timestamp with time zone not null,
  state        varchar(16)   not null,
  decided_by   varchar(64),
  decided_at   timestamp with time zone,
  decision     varchar(2000) not null,
  result       varchar(2000) not null
);
create index backup_approval_state on backup_approval (state, plan);
