package org.healthsync.ledger;

import java.sql.Connection;
import java.sql.SQLException;

/** What another stage stores in the transaction of a page's results: with them or not at all. */
@FunctionalInterface
public interface Attachment {

  /** Nothing. */
  Attachment NONE = transaction -> {};

  /** This, and then the other. */
  default Attachment and(Attachment other) {
    return transaction -> {
      store(transaction);
      other.store(transaction);
    };
  }

  /** Stores it; must not commit, close or wait for anything else. */
  void store(Connection transaction) throws SQLException;
}
