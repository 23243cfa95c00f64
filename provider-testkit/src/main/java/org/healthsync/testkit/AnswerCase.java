package org.healthsync.testkit;

import org.healthsync.spi.StandardError;

/**
 * An answer of the provider other than success, and what it must come to.
 *
 * @param name of the case, for the report
 * @param answer what the provider answers
 * @param expected what a fetch that gets it must end with
 */
public record AnswerCase(String name, StubAnswer answer, StandardError expected) {

  @Override
  public String toString() {
    return name + " is " + expected;
  }
}
