-- With whom and for what an incident and its observables may be used; and incidents that touch state secrets.
alter table incident add column pap varchar(20) default 'GREEN' not null;
alter table incident add column secret_reference varchar(120);                -- number of the paper document; null: ordinary
alter table incident add column secret_at timestamp(6) with time zone;
alter table incident add column secret_by varchar(100);

create table incident_observable (
  id          varchar(40)  not null primary key,
  incident_id varchar(20)  not null references incident (id),
  kind        varchar(20)  not null,
  content     varchar      not null,
  note        varchar      not null,
  tlp         varchar(20),                                                    -- null: as the incident
  pap         varchar(20),
  added_by    varchar(100) not null,
  added_at    timestamp(6) with time zone not null
);
create index incident_observable_incident on incident_observable (incident_id, added_at);

-- What people wrote about an incident before it was flagged; one row an incident.
create table incident_sealed (
  incident_id varchar(20)  not null primary key references incident (id),
  sealed_at   timestamp(6) with time zone not null,
  sealed_by   varchar(100) not null,
  texts       integer      not null,
  content     varchar      not null
);
