-- What providers answered, so that a mapping can be applied again; and the mappings of operators.
-- A replica of the version before this one goes on working: it does not know the new columns.

-- Pages as received, for as long as the tenant keeps them. Partitions are days (UTC) of fetched_at, made by the
-- service; their names end in the day. No foreign keys: a day is attached without a lock on another table.
create table raw_page (
  id              uuid not null,
  tenant_id       text not null,
  connection_id   uuid not null,
  stream          text not null,
  fetched_at      timestamptz not null,
  request_id      uuid,
  window_from     timestamptz,             -- both null: "what is new"
  window_to       timestamptz,
  content_type    text not null,
  payload_hash    bytea not null,          -- SHA-256 of the payload as received
  payload_size    int not null,            -- its bytes
  plugin_version  text not null,
  mapping_version text not null,           -- that mapped it first
  sealed          bytea not null,          -- AEAD over zlib of attributes and payload; associated data = page id
  primary key (fetched_at, id)
) partition by range (fetched_at);
create index raw_page_connection on raw_page (connection_id, stream, fetched_at desc, id desc);
create index raw_page_id on raw_page (id);

alter table ledger
  add column page_id    uuid,              -- the archived page that last showed the content; null when there is none
  add column page_at    timestamptz,       -- when that page was fetched; of a row that a window read missed: when it began
  add column deleted_by text;              -- of a DELETED row: PROVIDER, or MAPPING when a re-application no longer makes it
update ledger set deleted_by = 'PROVIDER' where state = 'DELETED';
create index ledger_page on ledger (page_id) where page_id is not null;

-- Windows of authoritative streams that were read to their end: what was fetched before and is measured in such a window,
-- but was not shown, is gone at the provider. Kept as long as pages are.
create table window_read (
  connection_id uuid not null,
  stream        text not null,
  window_from   timestamptz not null,
  window_to     timestamptz not null,
  began_at      timestamptz not null,
  ended_at      timestamptz not null,
  primary key (connection_id, stream, began_at, window_from)
);
create index window_read_ended on window_read (ended_at);

alter table quarantine
  add column page_id uuid;                 -- the archived page that last held the part

-- Texts of mappings that differ from the shipped ones; never changed, never deleted.
create table mapping_version (
  name        text not null,               -- "withings/measures", or "fhir" for the table of reading types
  number      int not null,                -- from 1 for each name
  yaml        text not null,
  sha256      bytea not null,
  origin      text not null,               -- API, DIRECTORY
  created_by  text not null,
  created_at  timestamptz not null,
  primary key (name, number),
  unique (name, sha256)
);

-- What was put to work when; the last row of a name counts, none means the shipped mapping.
create table mapping_activation (
  seq         bigint generated always as identity primary key,
  name        text not null,
  number      int,                         -- null: the shipped mapping
  origin      text not null,               -- API, DIRECTORY
  actor       text not null,
  reason      text not null default '',
  at          timestamptz not null,
  foreign key (name, number) references mapping_version (name, number)
);
create index mapping_activation_name on mapping_activation (name, seq desc);

-- A mapping applied again to the pages of a span, over all connections of a tenant at a provider.
create table reapplication (
  id              uuid primary key,
  tenant_id       text not null references tenant,
  provider        text not null,
  stream          text,                    -- null: all
  fetched_from    timestamptz not null,
  fetched_to      timestamptz not null,
  created_by      text not null,
  created_at      timestamptz not null,
  last_connection uuid,                    -- connections up to this one, by id, have their runs
  spread_at       timestamptz              -- when all of them had; null before
);
create index reapplication_tenant on reapplication (tenant_id, created_at desc, id);
create index reapplication_open on reapplication (created_at) where spread_at is null;

alter table sync_run
  add column reapplication_id uuid references reapplication on delete cascade;
create index sync_run_reapplication on sync_run (reapplication_id) where reapplication_id is not null;

alter table sync_request
  add column kind text not null default 'FETCH';  -- FETCH; REAPPLY: the window is a span of fetched_at of archived pages
