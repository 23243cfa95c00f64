-- Until when a client id may have been used, at the latest. Redis counts; what it used before it lost its counts is asked here.

create table client_use (
  provider   text not null,
  client     text not null,                -- the operator's client id at the provider
  used_until timestamptz not null,
  primary key (provider, client)
);

-- A row for all of them: replicas of the version before say nothing here, and may run for a while yet.
insert into client_use (provider, client, used_until)
  select '*', '*', now() + interval '1 hour' where exists (select 1 from connection);
