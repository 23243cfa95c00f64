-- While a budget is empty a connection's requests wait by lane: one row for each lane, however many requests wait.

create table lane_hold (
  connection_id uuid not null references connection on delete cascade,
  lane          text not null,
  until         timestamptz not null,
  primary key (connection_id, lane)
);

-- the next request of a lane
create index sync_request_lane on sync_request (connection_id, lane, created_at, id);
-- when something of a lane may begin
create index sync_request_due on sync_request (connection_id, lane, coalesce(not_before, created_at));
