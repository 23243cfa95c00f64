-- Due streams are looked for every twenty seconds: along an index, however many streams there are.

create index stream_state_due on stream_state (next_due_at);
create index stream_state_reread on stream_state (reread_due_at) where reread_due_at is not null;
