-- The whole state that must not be lost. Times are UTC instants; enums are text.

create table tenant (
  id          text primary key,
  created_at  timestamptz not null default now()
);

create table app_user (
  tenant_id   text not null references tenant,
  user_id     text not null,
  patient     text not null,              -- literal reference, "Patient/p1"
  time_zone   text not null,              -- IANA zone, used only where a provider tells none
  created_at  timestamptz not null,
  updated_at  timestamptz not null,
  version     bigint not null,
  primary key (tenant_id, user_id)
);

create table connection (
  id             uuid primary key,
  tenant_id      text not null,
  user_id        text not null,
  provider       text not null,
  region         text not null,
  status         text not null,           -- PENDING, ACTIVE, REAUTHORIZE, REVOKED
  account_id     text,                    -- the provider's id of the person
  account_zone   text,                    -- zone by the provider's profile
  granted_scopes text not null default '',  -- separated by blanks (RFC 6749 scopes hold none)
  return_url     text not null,
  created_at     timestamptz not null,
  updated_at     timestamptz not null,
  version        bigint not null,
  foreign key (tenant_id, user_id) references app_user
);
create index connection_user on connection (tenant_id, user_id, created_at, id);
-- An account has one live connection per tenant: two would write the same FHIR resources in turn.
create unique index connection_account on connection (tenant_id, provider, account_id)
  where status in ('ACTIVE', 'REAUTHORIZE');
create index connection_notified on connection (provider, account_id);

-- Sealed tokens, apart from the connection so that nothing reads them by accident.
create table connection_token (
  connection_id  uuid primary key references connection on delete cascade,
  sealed         bytea not null,          -- AEAD; associated data = connection id
  expires_at     timestamptz not null,    -- of the access token
  rotation       bigint not null,         -- rises with every stored pair
  refreshing_since timestamptz,           -- intent: a refresh was begun and its outcome is not stored yet
  updated_at     timestamptz not null
);

-- The fencing token of the one writer of a connection.
create table connection_claim (
  connection_id  uuid primary key references connection on delete cascade,
  fence          bigint not null,
  holder         text not null,
  claimed_at     timestamptz not null
);

create table stream_state (
  connection_id   uuid not null references connection on delete cascade,
  stream          text not null,
  cursor_version  int,
  cursor_value    text,
  cursor_at       timestamptz,            -- when the cursor last moved
  last_success_at timestamptz,            -- when the stream was last read to its end
  last_error      text,                   -- code of the last failure, null after a success
  last_error_at   timestamptz,
  next_due_at     timestamptz,            -- when to ask for what is new
  reread_due_at   timestamptz,            -- when to read the look-back window again, for what was deleted
  primary key (connection_id, stream)
);

create table sync_run (
  id             uuid primary key,
  tenant_id      text not null,
  connection_id  uuid not null references connection on delete cascade,
  status         text not null,           -- QUEUED, RUNNING, SUCCEEDED, PARTIAL, FAILED, CANCELLED
  lane           text not null,           -- INTERACTIVE, WEBHOOK, SCHEDULED, BACKFILL
  reason         text not null,
  pages          bigint not null default 0,
  readings       bigint not null default 0,
  res_new        bigint not null default 0,
  res_changed    bigint not null default 0,
  res_unchanged  bigint not null default 0,
  res_deleted    bigint not null default 0,
  res_quarantined bigint not null default 0,
  skipped        bigint not null default 0,
  error          text,
  created_at     timestamptz not null,
  started_at     timestamptz,
  finished_at    timestamptz
);
create index sync_run_connection on sync_run (connection_id, created_at desc);

-- Work to do: one row per stream (and window) that a run wants. Requests for the same coalesce until work on
-- them has begun; one that comes later gets a row of its own, since the running one may have read past the change.
create table sync_request (
  id             uuid primary key,
  tenant_id      text not null,
  connection_id  uuid not null references connection on delete cascade,
  stream         text not null,
  window_from    timestamptz,             -- both null: "what is new"
  window_to      timestamptz,
  lane           text not null,
  progress_version int,                   -- cursor inside the window
  progress_value text,
  attempts       int not null default 0,
  not_before     timestamptz,
  started_at     timestamptz,             -- null until the first page was asked for
  created_at     timestamptz not null
);
create unique index sync_request_open on sync_request
  (connection_id, stream, coalesce(window_from, '-infinity'), coalesce(window_to, '-infinity'))
  where started_at is null;
-- A request may serve several runs that asked for the same.
create table sync_run_request (
  run_id      uuid not null references sync_run on delete cascade,
  request_id  uuid not null,
  stream      text not null,
  outcome     text,                       -- null while open; SUCCEEDED, FAILED, SKIPPED, CANCELLED
  error       text,
  primary key (run_id, request_id)
);
create index sync_run_request_request on sync_run_request (request_id);

-- Every resource ever produced.
create table ledger (
  tenant_id      text not null,
  resource_type  text not null,
  resource_id    uuid not null,
  connection_id  uuid not null,
  stream         text not null,
  reading_type   text not null,
  source_key     text not null,
  content_hash   bytea not null,          -- SHA-256 of the canonical content
  version        int not null,            -- 1, then one more for each change of content
  state          text not null,           -- PRELIMINARY, FINAL, AMENDED, DELETED
  measured_at    timestamptz,             -- for windows; a local day is its midnight UTC
  seen_by        uuid,                    -- the last window request that met it
  body           bytea not null,          -- the FHIR JSON of this version (zlib), for deletions and replays
  created_at     timestamptz not null,
  changed_at     timestamptz not null,
  primary key (tenant_id, resource_type, resource_id)
);
create index ledger_window on ledger (connection_id, stream, measured_at);
create index ledger_source on ledger (connection_id, source_key);

-- Versions not yet acknowledged by the tenant's FHIR server. Order within a connection is seq.
create table outbox (
  seq            bigint generated always as identity primary key,
  tenant_id      text not null,
  connection_id  uuid not null,
  request_id     uuid,                    -- what it was fetched for; joins sync_run_request
  resource_type  text not null,
  resource_id    uuid not null,
  reading_type   text not null,
  version        int not null,
  body           bytea not null,          -- the FHIR JSON to PUT
  source_at      timestamptz,             -- when the provider had it: for the lag from source to FHIR
  fetched_at     timestamptz not null,
  created_at     timestamptz not null
);
create index outbox_connection on outbox (connection_id, seq);
create index outbox_resource on outbox (tenant_id, resource_type, resource_id);
create index outbox_request on outbox (request_id) where request_id is not null;

-- Who delivers a connection's outbox now, and when to try again.
create table delivery_state (
  connection_id  uuid primary key,
  tenant_id      text not null,
  fence          bigint not null default 0,
  lease_until    timestamptz,             -- by the database's clock; null when nobody delivers
  attempts       int not null default 0,  -- failed in a row
  not_before     timestamptz,
  last_error     text                     -- code, null after a success
);

create table quarantine (
  id             uuid primary key,
  tenant_id      text not null,
  connection_id  uuid not null,
  stage          text not null,           -- FETCH, MAP, VALIDATE, DELIVER
  reason         text not null,           -- stable code
  stream         text not null,
  reading_type   text,
  source_key     text,
  pointer        text,                    -- JSON pointer into the page; for DELIVER the resource, "Observation/<id>"
  message        text not null,           -- readable, without values
  sealed_extract bytea,                   -- the part itself, AEAD like tokens; null when there is none
  occurrences    int not null default 1,
  first_at       timestamptz not null,
  last_at        timestamptz not null
);
create unique index quarantine_same on quarantine
  (connection_id, stage, reason, stream, coalesce(source_key, ''), coalesce(pointer, ''));
create index quarantine_tenant on quarantine (tenant_id, last_at desc, id);

create table idempotency_key (
  tenant_id    text not null,
  key          text not null,
  request_hash bytea not null,
  status       int,                       -- null while the first call runs
  location     text,
  body         bytea,                     -- the answer, AEAD like tokens; associated data = tenant and key
  created_at   timestamptz not null,
  primary key (tenant_id, key)
);

create table audit (
  seq        bigint generated always as identity primary key,
  at         timestamptz not null,
  tenant_id  text,
  actor      text not null,
  action     text not null,
  subject    text not null,
  detail     text not null default ''
);

-- The job queue, in the shape that db-scheduler expects.
create table scheduled_tasks (
  task_name            text not null,
  task_instance        text not null,
  task_data            bytea,
  execution_time       timestamptz not null,
  picked               boolean not null,
  picked_by            text,
  last_success         timestamptz,
  last_failure         timestamptz,
  consecutive_failures int,
  last_heartbeat       timestamptz,
  version              bigint not null,
  priority             smallint,
  primary key (task_name, task_instance)
);
create index scheduled_tasks_execution_time on scheduled_tasks (execution_time);
create index scheduled_tasks_last_heartbeat on scheduled_tasks (last_heartbeat);
create index scheduled_tasks_priority on scheduled_tasks (priority desc, execution_time asc);
