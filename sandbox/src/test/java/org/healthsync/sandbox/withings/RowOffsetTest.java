package org.healthsync.sandbox.withings;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;

class RowOffsetTest extends CloudTest {

  @Override
  WithingsCloudOptions.Builder options() {
    return super.options().pageSize(10).offsets(WithingsCloudOptions.Offsets.ROWS);
  }

  @Test
  void deletionWhilePagingShiftsAnUnreadRowOutOfSight() throws Exception {
    String token = app.connect(user).access();
    JsonNode first = app.measures(token, "lastupdate=0");
    long nextUnread =
        app.measures(token, "lastupdate=0&offset=10")
            .path("measuregrps")
            .get(0)
            .path("grpid")
            .asLong();
    control.deleteMeasures(user, first.path("measuregrps").get(0).path("grpid").asLong());
    JsonNode second = app.measures(token, "lastupdate=0&offset=" + first.path("offset").asLong());
    assertThat(first.path("offset").asLong()).isEqualTo(10);
    assertThat(second.findValuesAsText("grpid")).doesNotContain(Long.toString(nextUnread));
  }
}
