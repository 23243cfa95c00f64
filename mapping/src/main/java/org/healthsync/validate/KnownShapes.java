package org.healthsync.validate;

/**
 * Remembers, beyond one process, which shapes the full validator found valid. Nothing but digests
 * is remembered: a shape may hold values. Thread-safe; may block for a query.
 */
public interface KnownShapes {

  /** Remembers nothing. */
  KnownShapes NONE =
      new KnownShapes() {
        @Override
        public boolean isValid(String basis, String shape) {
          return false;
        }

        @Override
        public void foundValid(String basis, String shape) {}
      };

  /**
   * Whether a shape was found valid; false when that cannot be known.
   *
   * @param basis digest of all that a verdict depends on beside the shape
   * @param shape digest of the shape
   */
  boolean isValid(String basis, String shape);

  /** Remembers a shape. A failure to do so costs others a validation and is not reported. */
  void foundValid(String basis, String shape);
}
