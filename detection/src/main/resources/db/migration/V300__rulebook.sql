-- Rules with their versions, and exemptions. The same text runs on H2 2.4 (MODE=PostgreSQL) and PostgreSQL.
-- Times are instants (microseconds). Lists that are never searched are JSON in varchar.

-- One rule: one file of Sigma documents, known by the id of the last one.
create table rulebook_rule (
  id          varchar(200) not null primary key,
  file        varchar(700) not null unique,      -- stands for the file in messages
  title       varchar      not null,             -- this and what follows: of the current version
  level       varchar(20)  not null,
  kind        varchar(20)  not null,
  logsource   varchar(300) not null,
  tags        varchar      not null,
  author      varchar      not null,
  source      varchar(20)  not null,             -- where the rule came from first
  rule_set    varchar(100) not null,             -- name of the imported set; empty: none
  licence     varchar(200) not null,
  state       varchar(20)  not null,             -- of the current version
  current_nr  integer      not null,
  running_nr  integer,                           -- the version that runs; null: none
  withdrawn   boolean      not null,             -- no longer delivered; comes back when delivered again
  reason      varchar      not null,             -- of the last move
  suppression varchar,                           -- null: what the rule itself asks for
  revision    bigint       not null,             -- grows with every change
  changed_at  timestamp(6) with time zone not null,
  changed_by  varchar(100) not null
);
create index rulebook_rule_set on rulebook_rule (rule_set);

-- Rows are only ever added.
create table rulebook_version (
  rule_id    varchar(200) not null references rulebook_rule (id),
  nr         integer      not null,
  version    varchar(64)  not null,
  rule_text  varchar      not null,
  test_text  varchar      not null,
  author     varchar(100) not null,              -- who put it here
  made_at    timestamp(6) with time zone not null,
  note       varchar      not null,
  source     varchar(20)  not null,
  primary key (rule_id, nr)
);

-- Which text made the alerts of a document's version (it also depends on filters and on other rules).
create table rulebook_run (
  document_id varchar(200) not null,
  version     varchar(64)  not null,
  rule_id     varchar(200) not null,
  nr          integer      not null,
  primary key (document_id, version)
);

create table rulebook_exemption (
  id            varchar(40)  not null primary key,
  rules         varchar      not null,           -- empty list: every rule
  organization  varchar(64)  not null,           -- empty: every unit
  selection     varchar      not null,
  reason        varchar      not null,
  author        varchar(100) not null,
  made_at       timestamp(6) with time zone not null,
  expires_at    timestamp(6) with time zone not null,
  approver      varchar(100),
  approved_at   timestamp(6) with time zone,
  revoked_by    varchar(100),
  revoked_at    timestamp(6) with time zone,
  revoke_reason varchar      not null,
  hidden        bigint       not null,
  last_hidden   timestamp(6) with time zone
);
