-- A reporting duty is done by a document: the id of the issued report, empty when somebody said so by hand.
alter table incident_clock add column document varchar(40) default '' not null;
