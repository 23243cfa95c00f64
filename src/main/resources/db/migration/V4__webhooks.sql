-- Notifications of providers, and taking leave of providers.

-- The callback of a connection: its secret address, and whether the provider knows it.
create table subscription (
  connection_id  uuid primary key references connection on delete cascade,
  provider       text not null,
  key_hash       bytea not null,          -- SHA-256 of the key in the address
  sealed_key     bytea not null,          -- the key itself, AEAD; needed to renew and to end the subscription
  status         text not null,           -- PENDING, ACTIVE, FAILED
  attempts       int not null default 0,  -- failed in a row
  next_at        timestamptz not null,    -- when to try or to renew
  last_error     text,                    -- code, null after a success
  updated_at     timestamptz not null
);
create unique index subscription_key on subscription (key_hash);
create index subscription_due on subscription (next_at);

-- What was accepted and is not done yet. Equal changes that wait are one row.
create table webhook_inbox (
  id             uuid primary key,
  provider       text not null,
  connection_id  uuid,                    -- whose address it came to; null: the provider's, the account is under seal
  same_as        bytea,                   -- hash of the change; null once work on it has begun
  sealed         bytea not null,          -- the change, AEAD; associated data = id
  received_at    timestamptz not null,
  attempts       int not null default 0,
  not_before     timestamptz not null
);
create unique index webhook_inbox_same on webhook_inbox (same_as);
create index webhook_inbox_due on webhook_inbox (not_before);

-- What is still to be done at the provider for connections that are over. Not tied to the connection, which may be
-- deleted before.
create table farewell (
  connection_id  uuid primary key,
  tenant_id      text not null references tenant,
  sealed         bytea not null,          -- account and last access token, AEAD; associated data = connection id
  attempts       int not null default 0,
  next_at        timestamptz not null,
  give_up_at     timestamptz not null     -- then the row is erased, done or not
);
create index farewell_due on farewell (next_at);

-- Connections that were begun and never completed.
create index connection_pending on connection (created_at) where status = 'PENDING';
