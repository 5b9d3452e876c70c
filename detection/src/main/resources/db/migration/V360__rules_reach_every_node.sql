-- One row: grows with every change of rules and decisions, so that other nodes see that there is something to follow.
create table rulebook_revision (
  revision bigint not null
);
insert into rulebook_revision (revision) values (0);
