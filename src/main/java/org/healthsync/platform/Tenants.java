package org.healthsync.platform;

import java.sql.PreparedStatement;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The organisations that may use this service, by configuration ({@code healthsync.tenants}, names
 * separated by commas). A tenant that is taken out keeps its rows and loses its access.
 *
 * @param ids at least one
 */
public record Tenants(Set<TenantId> ids) {

  /** Copies the set. */
  public Tenants {
    ids = Set.copyOf(ids);
  }

  /** Reads the setting; no tenant at all is a mistake. */
  public static Tenants read(ConfigReader config) {
    Set<TenantId> ids = new LinkedHashSet<>();
    for (String name : config.list("healthsync.tenants")) {
      try {
        ids.add(new TenantId(name));
      } catch (IllegalArgumentException e) {
        config.mistake("healthsync.tenants", "has a bad name: " + e.getMessage());
      }
    }
    if (ids.isEmpty()) {
      config.mistake("healthsync.tenants", "must name at least one tenant");
    }
    return new Tenants(ids);
  }

  /** Whether this tenant may use the service. */
  public boolean knows(TenantId tenant) {
    return ids.contains(tenant);
  }

  /** Adds the rows that other tables refer to; rows that are there stay as they are. */
  public void store(Database database) {
    database.inTransaction(
        connection -> {
          try (PreparedStatement statement =
              connection.prepareStatement(
                  "insert into tenant (id) values (?) on conflict do nothing")) {
            for (TenantId id : ids) {
              statement.setString(1, id.value());
              statement.addBatch();
            }
            return statement.executeBatch().length;
          }
        });
  }
}
