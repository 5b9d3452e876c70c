-- The playbook of a run stands in a table of its own, once for all runs of it: a run changes often, its playbook never.
-- The same text runs on H2 2.4 (MODE=PostgreSQL) and PostgreSQL.

create table playbook_document (
  id       varchar(64) not null primary key,   -- SHA-256 of the text; of runs from before, the run's id
  document varchar     not null
);
insert into playbook_document (id, document) select id, document from playbook_run;
alter table playbook_run add column document_id varchar(64);
update playbook_run set document_id = id;
alter table playbook_run alter column document_id set not null;
alter table playbook_run add foreign key (document_id) references playbook_document (id);
alter table playbook_run drop column document;
