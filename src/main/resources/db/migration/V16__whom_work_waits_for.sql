-- Who is waited for while a job is worked on: so many of a replica's workers may wait for the same one, and no more. The replica of the version before leaves
-- it empty, which means nobody, and its jobs are held by nothing.

alter table scheduled_tasks add column peer text not null default '';

update scheduled_tasks t set peer = case t.task_name when 'sync' then c.provider else 'fhir:' || c.tenant_id end
  from connection c where c.id::text = t.task_instance;

-- who has no turn yet; the version before finds its rows by the first two columns
create index scheduled_tasks_without_turn on scheduled_tasks (priority, tenant, peer, execution_time) where not picked and turn is null;
drop index scheduled_tasks_new;
