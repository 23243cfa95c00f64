-- What of quarantine is tried again, which days of a stream were read, and what replicas have to know of tenants and FHIR
-- servers that hold up the work.
-- A replica of the version before this one goes on working: it does not know the new columns and tables.

alter table quarantine
  add column part_at     timestamptz,      -- when the part was measured, when that is known
  add column replayed_at timestamptz;      -- when it was last asked to try it again
create index quarantine_source on quarantine (connection_id, source_key);

-- The pages that a request of kind REAPPLY maps again, when it does not mean all of its span.
create table replay_page (
  request_id uuid not null references sync_request on delete cascade,
  page_id    uuid not null,
  fetched_at timestamptz not null,
  primary key (request_id, fetched_at, page_id)
);

-- What of a stream was read, written at the end of a request. Streams of days count in midnights UTC, as their windows do.
create table stream_coverage (
  connection_id uuid not null references connection on delete cascade,
  stream        text not null,
  covered       tstzmultirange not null default '{}',
  failed        tstzmultirange not null default '{}',  -- windows that were given up and not read since
  failed_code   text,                      -- why the last of them was
  own_until     timestamptz,               -- how far the stream's own cursor has read; null before its first end
  primary key (connection_id, stream)
);

-- Tenants for which nothing is fetched, because their FHIR server takes less than comes in.
create table tenant_hold (
  tenant_id text primary key references tenant on delete cascade,
  since     timestamptz not null
);

-- FHIR servers that did not answer, or that answer again and are loaded step by step. No row: all is well.
create table destination_pause (
  tenant_id    text primary key references tenant on delete cascade,
  failures     int not null,               -- in a row; 0 once it has answered
  since        timestamptz not null,       -- of the first failure
  paused_until timestamptz not null,
  probe_until  timestamptz,                -- one deliverer tries until then; null when none does
  width        int not null default 0,     -- deliveries at a time after the recovery; 0 while it is away
  answers      int not null default 0      -- since the width last changed
);
create index delivery_state_leased on delivery_state (tenant_id, connection_id) where lease_until is not null;
