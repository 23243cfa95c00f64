-- What was sent without an answer may be worked by the FHIR server later than what is sent after it: it is looked at again. And a connection
-- remembers what it fails with, so that what never goes through does not hold it up for ever.

-- Resources of which the server may still work an older version. Gone once that is over.
create table delivery_doubt (
  connection_id  uuid not null references connection on delete cascade,
  tenant_id      text not null,
  resource_type  text not null,
  resource_id    uuid not null,
  version        int not null,            -- what was sent; 0 when nobody knows
  due_at         timestamptz not null,    -- then nothing of it is under way any more
  primary key (connection_id, resource_type, resource_id)
);
create index delivery_doubt_due on delivery_doubt (due_at);

alter table delivery_state
  add column conflicts int not null default 0,      -- drains in a row that ended with a conflict
  add column suspect_row bigint,                    -- outbox row with which alone the server fails
  add column suspect_times int not null default 0,  -- how often, while it took others
  add column suspect_at timestamptz,                -- when that was last counted
  add column sent_from bigint,                      -- outbox rows of the bundle under way: what a deliverer that died leaves in doubt
  add column sent_to bigint;
