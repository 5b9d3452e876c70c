-- Runs within runs, approvals, pauses, the way back. The same text runs on H2 2.4 (MODE=PostgreSQL) and PostgreSQL.

alter table playbook_run add column kind varchar(20) default 'START' not null;
alter table playbook_run add column parent_step varchar(60);   -- the step of another run that waits for this one
alter table playbook_run add column depth integer default 0 not null;
alter table playbook_run add column origin_id varchar(40);     -- the run this one repeats or takes back
alter table playbook_run add column pause_reason varchar;
alter table playbook_run add column signalled boolean default false not null; -- something happened that the worker has not seen
create index playbook_run_parent on playbook_run (parent_step);

alter table playbook_step add column child_id varchar(40);     -- the run a playbook-action waits for
alter table playbook_step add column shown_digest varchar(64); -- of the commands as shown to those who approve
alter table playbook_step add column unit_digests varchar;     -- of each command as it would be run
alter table playbook_step add column granted boolean default false not null;

-- What people decided about a step. Rows are only ever added.
create table playbook_decision (
  run_id       varchar(40)  not null references playbook_run (id),
  step_row     varchar(60)  not null,
  shown_digest varchar(64)  not null,
  person       varchar(100) not null,
  unit         varchar(64)  not null,
  roles        varchar      not null,
  agreed       boolean      not null,
  reason       varchar      not null,
  command      varchar      not null,     -- what was shown, secrets masked
  decided_at   timestamp(6) with time zone not null,
  primary key (step_row, shown_digest, person)
);
