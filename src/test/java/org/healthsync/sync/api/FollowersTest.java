package org.healthsync.sync.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.healthsync.platform.ProblemCode;
import org.healthsync.platform.ProblemException;
import org.healthsync.platform.TenantId;
import org.junit.jupiter.api.Test;

class FollowersTest {

  private static final TenantId WARD = new TenantId("ward");
  private static final TenantId CLINIC = new TenantId("clinic");

  private final Followers followers = new Followers();

  @Test
  void tenantThatFollowsManySyncsIsRefusedAndTakesNothingFromOthers() {
    Runnable first = followers.enter(WARD, 2);
    followers.enter(WARD, 2);

    assertRefused();
    assertRefused();
    followers.enter(CLINIC, 2).run();

    first.run();
    first.run();
    followers.enter(WARD, 2);
    assertRefused();
  }

  private void assertRefused() {
    assertThatThrownBy(() -> followers.enter(WARD, 2))
        .isInstanceOfSatisfying(
            ProblemException.class,
            problem -> assertThat(problem.code()).isEqualTo(ProblemCode.OVERLOADED));
  }
}
