-- Parts without a key are items of their page: those of two pages were one item, and its replay forgot all but the last page.
-- A replica of the version before this one cannot put anything into quarantine any more; it tries the page again until it is replaced.

alter table quarantine
  add column of_page uuid not null generated always as (
    case when source_key is null then coalesce(page_id, '00000000-0000-0000-0000-000000000000')
         else '00000000-0000-0000-0000-000000000000' end) stored;  -- the page, as far as it tells which item this is
drop index quarantine_same;
create unique index quarantine_same on quarantine
  (connection_id, stage, reason, stream, coalesce(source_key, ''), coalesce(pointer, ''), of_page);
-- items whose page is no longer kept are counted together again
create index quarantine_of_page on quarantine (last_at) where source_key is null and page_id is not null;
