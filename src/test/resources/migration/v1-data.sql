-- A small service as version 1 left it: one person with one account, a sync that is under way, resources in all states.
insert into tenant (id) values ('ward');
insert into app_user values ('ward', 'ann', 'Patient/p1', 'Europe/Berlin', '2026-03-01T08:00Z', '2026-03-01T08:00Z', 1);
insert into connection (id, tenant_id, user_id, provider, region, status, account_id, return_url, created_at, updated_at, version)
  values ('10000000-0000-0000-0000-000000000001', 'ward', 'ann', 'withings', 'eu', 'ACTIVE', '4711', 'https://app.example',
          '2026-03-01T08:00Z', '2026-03-01T08:00Z', 2);
insert into connection_token (connection_id, sealed, expires_at, rotation, updated_at)
  values ('10000000-0000-0000-0000-000000000001', '\x0102', '2026-03-02T08:00Z', 3, '2026-03-01T08:00Z');
insert into connection_claim values ('10000000-0000-0000-0000-000000000001', 7, 'replica', '2026-03-01T08:00Z');
insert into stream_state (connection_id, stream, cursor_version, cursor_value, cursor_at, last_success_at)
  values ('10000000-0000-0000-0000-000000000001', 'measures', 1, '1772352000', '2026-03-01T09:00Z', '2026-03-01T09:00Z');
insert into sync_run (id, tenant_id, connection_id, status, lane, reason, pages, res_new, created_at)
  values ('20000000-0000-0000-0000-000000000001', 'ward', '10000000-0000-0000-0000-000000000001', 'RUNNING', 'SCHEDULED',
          'due', 3, 12, '2026-03-01T09:00Z');
insert into sync_request (id, tenant_id, connection_id, stream, lane, created_at)
  values ('30000000-0000-0000-0000-000000000001', 'ward', '10000000-0000-0000-0000-000000000001', 'measures', 'SCHEDULED',
          '2026-03-01T09:00Z');
insert into sync_run_request (run_id, request_id, stream)
  values ('20000000-0000-0000-0000-000000000001', '30000000-0000-0000-0000-000000000001', 'measures');
insert into ledger (tenant_id, resource_type, resource_id, connection_id, stream, reading_type, source_key, content_hash, version,
                    state, measured_at, body, created_at, changed_at)
  values ('ward', 'Observation', '40000000-0000-0000-0000-000000000001', '10000000-0000-0000-0000-000000000001', 'measures',
          'body-weight', '1/1', '\xaa', 1, 'FINAL', '2026-03-01T07:00Z', '\x00', '2026-03-01T09:00Z', '2026-03-01T09:00Z'),
         ('ward', 'Observation', '40000000-0000-0000-0000-000000000002', '10000000-0000-0000-0000-000000000001', 'measures',
          'body-weight', '2/1', '\xbb', 2, 'DELETED', '2026-03-01T07:10Z', '\x00', '2026-03-01T09:00Z', '2026-03-01T09:00Z');
insert into outbox (tenant_id, connection_id, resource_type, resource_id, reading_type, version, body, fetched_at, created_at)
  values ('ward', '10000000-0000-0000-0000-000000000001', 'Observation', '40000000-0000-0000-0000-000000000001', 'body-weight', 1,
          '\x7b7d', '2026-03-01T09:00Z', '2026-03-01T09:00Z');
insert into quarantine (id, tenant_id, connection_id, stage, reason, stream, message, first_at, last_at)
  values ('50000000-0000-0000-0000-000000000001', 'ward', '10000000-0000-0000-0000-000000000001', 'MAP', 'bad-unit', 'measures',
          'unit', '2026-03-01T09:00Z', '2026-03-01T09:00Z');
insert into audit (at, tenant_id, actor, action, subject) values ('2026-03-01T08:00Z', 'ward', 'app', 'connection-begun', 'c1');
insert into scheduled_tasks (task_name, task_instance, execution_time, picked, version)
  values ('sync', '10000000-0000-0000-0000-000000000001', '2026-03-01T09:00Z', false, 1);
