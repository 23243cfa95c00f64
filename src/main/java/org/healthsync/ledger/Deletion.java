package org.healthsync.ledger;

/**
 * The provider says that a reading is gone. All resources made of it are marked entered in error;
 * one that we never had is ignored.
 *
 * @param readingType what was measured
 * @param sourceKey the provider's stable key of the reading
 */
public record Deletion(String readingType, String sourceKey) {

  /** Makes the key fit for the database. */
  public Deletion {
    sourceKey = StoredText.sourceKey(sourceKey);
  }
}
