package org.healthsync.ledger;

/** Who made a resource end as entered in error. */
public enum DeletedBy {
  /** The provider no longer has the reading. */
  PROVIDER,
  /** The mapping no longer makes the resource of the page that showed it. */
  MAPPING
}
