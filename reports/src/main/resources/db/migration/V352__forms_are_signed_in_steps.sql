-- Who is signing, written down before the PDF is made: {by, at, report, level, clocks}; null before and after.
alter table form_draft add column intent varchar;
