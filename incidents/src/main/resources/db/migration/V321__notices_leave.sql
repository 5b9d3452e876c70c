-- Notices that leave the platform: what is to be sent, to whom, and what came of it.
alter table notice add column planned_at timestamp(6) with time zone;         -- null: not yet looked at for sending
alter table notice add column about varchar(60) default '' not null;           -- id of the reporting clock, if any
update notice set planned_at = told_at;                                       -- what was told before stays in the inbox
create index notice_unplanned on notice (planned_at, id);

-- One row a notice, channel and recipient; written before anything is sent.
create table notice_delivery (
  id           varchar(40)  not null primary key,                             -- becomes the Message-ID
  notice_id    bigint       not null references notice (id),
  channel      varchar(10)  not null,                                         -- MAIL, WEBHOOK
  recipient    varchar(100) not null,                                         -- MAIL: account; WEBHOOK: name in the settings
  state        varchar(12)  not null,                                         -- WAITING, SENDING, SENT, REFUSED, GIVEN_UP
  attempts     integer      not null,
  next_at      timestamp(6) with time zone not null,                          -- SENDING: when the attempt counts as lost
  created_at   timestamp(6) with time zone not null,
  done_at      timestamp(6) with time zone,
  detail       varchar      not null,                                         -- what the server said last, or the rule
  unique (notice_id, channel, recipient)
);
create index notice_delivery_due on notice_delivery (state, next_at);

-- Where a person can be written to.
create table notice_contact (
  account varchar(100) not null primary key,
  mail    varchar(320) not null,                                              -- empty: none
  webhook varchar(100) not null                                               -- name in the settings; empty: none
);

-- Which kinds go out; by person, or by role for those who chose nothing.
create table notice_choice (
  chooser varchar(120) not null,                                              -- person:ACCOUNT or role:ROLE
  kind    varchar(20)  not null,
  mail    boolean      not null,
  webhook boolean      not null,
  primary key (chooser, kind)
);
