-- A queue that is fair between tenants. The library that runs the queue does not know these columns; a replica of the version before leaves them as they
-- are by default, and its rows get what they lack from the others.

alter table scheduled_tasks
  -- whose work it is; empty for chores
  add column tenant text not null default '',
  -- place in the order of its priority; null until it is due and was given one
  add column turn bigint,
  -- when waiting raised the priority
  add column raised_at timestamptz;

update scheduled_tasks t set tenant = c.tenant_id from connection c where c.id::text = t.task_instance;

-- who is next
create index scheduled_tasks_next on scheduled_tasks (priority desc, turn, execution_time) where not picked and turn is not null;
-- who has no turn yet
create index scheduled_tasks_new on scheduled_tasks (priority, tenant, execution_time) where not picked and turn is null;
-- the last turn of a tenant
create index scheduled_tasks_turn on scheduled_tasks (priority, tenant, turn) where turn is not null;
-- what is being worked on
create index scheduled_tasks_picked on scheduled_tasks (priority, turn, tenant) where picked;
