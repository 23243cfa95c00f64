-- Counts what waits of a tenant in the order in which it was written: neighbours in the index are neighbours on the disk.

create index outbox_tenant on outbox (tenant_id, seq);
