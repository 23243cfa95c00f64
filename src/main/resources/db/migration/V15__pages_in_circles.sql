-- How far the pages of a request have come, as much as it takes to notice that they go round in circles.

alter table sync_request
  add column pages int not null default 0,  -- stored so far, more followed after each
  add column landmark text;                 -- where the one numbered by the last power of two ended: version of the cursor, colon, value
