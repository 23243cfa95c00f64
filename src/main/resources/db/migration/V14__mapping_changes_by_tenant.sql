-- Who changed a mapping is told to the own tenant only, so it has to be known of which tenant somebody is. Null: a file of the
-- mapping directory, or somebody of whom the audit does not tell.

alter table mapping_version add column tenant_id text;
alter table mapping_activation add column tenant_id text;

update mapping_version v set tenant_id = a.tenant_id from audit a
  where a.action = 'mapping-version-added' and a.subject = v.name || '@' || v.number and a.actor = v.created_by
  and v.origin = 'API';
update mapping_activation m set tenant_id = a.tenant_id from audit a
  where a.action = 'mapping-activated' and a.detail = m.seq::text and a.actor = m.actor and m.origin = 'API';
