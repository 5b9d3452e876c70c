-- An act that took another back names it, so that everybody sees which acts still count.
alter table alert_history add column undoes varchar(40);
