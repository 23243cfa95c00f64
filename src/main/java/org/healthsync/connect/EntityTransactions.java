package org.healthsync.connect;

import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import java.sql.Connection;
import java.sql.SQLException;
import org.healthsync.platform.Database;

/**
 * Transactions on entities, one entity manager each. Plain JDBC can take part, so that an entity
 * and rows beside it change together. Safe for many threads.
 */
public final class EntityTransactions {

  private final EntityManagerFactory factory;

  /** Uses a unit with resource-local transactions. */
  public EntityTransactions(EntityManagerFactory factory) {
    this.factory = factory;
  }

  /** Runs {@code work}: committed when it returns, rolled back when it throws. */
  <T> T run(Work<T> work) {
    EntityManager entities = factory.createEntityManager();
    try {
      entities.getTransaction().begin();
      T result = work.run(entities);
      entities.getTransaction().commit();
      return result;
    } finally {
      if (entities.getTransaction().isActive()) {
        entities.getTransaction().rollback();
      }
      entities.close();
    }
  }

  /** Does {@code work} by JDBC inside the transaction of {@code entities}. */
  static void jdbc(EntityManager entities, Database.Work<?> work) {
    entities.flush();
    try {
      work.run(entities.unwrap(Connection.class));
    } catch (SQLException e) {
      throw new IllegalStateException("database failed with SQL state " + e.getSQLState(), e);
    }
  }

  /** Work on entities. */
  @FunctionalInterface
  interface Work<T> {
    T run(EntityManager entities);
  }
}
