package org.healthsync.sandbox.withings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.healthsync.sandbox.withings.CloudClient.Tokens;
import org.junit.jupiter.api.Test;

class LostAnswerTest {

  @Test
  void withGraceTheOldTokenStillWorksAfterTheAnswerWasLost() throws Exception {
    assertThat(statusAfterLostAnswer(true)).isZero();
  }

  @Test
  void withoutGraceALostAnswerCostsTheGrant() throws Exception {
    assertThat(statusAfterLostAnswer(false)).isEqualTo(503);
  }

  private static int statusAfterLostAnswer(boolean grace) throws Exception {
    WithingsCloudOptions options = WithingsCloudOptions.builder().refreshGrace(grace).build();
    try (WithingsCloud cloud = WithingsCloud.start(options)) {
      SandboxControl control = cloud.control();
      CloudClient app = new CloudClient(cloud);
      Tokens tokens = app.connect(control.users().get(0).userId());
      control.inject(CloudFault.DROP_ANSWER, 1);
      assertThatThrownBy(() -> app.refresh(tokens.refresh())).isInstanceOf(IOException.class);
      return app.refresh(tokens.refresh()).path("status").asInt(-1);
    }
  }
}
