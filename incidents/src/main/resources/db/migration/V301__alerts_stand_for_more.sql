-- An alert may stand for more of the same that its rule's suppression held back.
alter table alert add column more bigint default 0 not null;
alter table alert_item add column more bigint default 0 not null; -- of all its alerts
