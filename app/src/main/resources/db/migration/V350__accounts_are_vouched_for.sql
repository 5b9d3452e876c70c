-- When somebody else last made an account or changed what it may do or its password, and who.
alter table account add column changed_at timestamp with time zone;
alter table account add column changed_by varchar(64) default '' not null;
update account set changed_at = created_at;
alter table account alter column changed_at set not null;
