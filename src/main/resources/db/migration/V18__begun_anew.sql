-- Where to begin anew when a provider no longer knows the place from which it was to go on: page tokens expire.

alter table stream_state
  add column complete_version int,   -- where the stream was when it was last read to its end; null: from the beginning
  add column complete_value text;
update stream_state set complete_version = cursor_version, complete_value = cursor_value where last_success_at >= cursor_at;

alter table sync_request add column begun_anew boolean not null default false;   -- once and no more
