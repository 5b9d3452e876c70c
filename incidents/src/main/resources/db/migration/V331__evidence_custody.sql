-- To whom evidence was handed over, and the search whose result a piece of evidence is (JSON; null for other evidence).
alter table evidence_custody add column party varchar default '' not null;
alter table evidence add column search varchar;
