package org.healthsync.testkit;

import org.healthsync.testkit.sample.Flaw;

/** A faultless plugin passes every rule. The build's test classes stand in for a plugin jar. */
class SampleProviderTest extends SampleSuite {

  SampleProviderTest() {
    super(Flaw.NONE);
  }
}
