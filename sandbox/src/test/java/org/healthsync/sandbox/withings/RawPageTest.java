package org.healthsync.sandbox.withings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class RawPageTest extends CloudTest {

  @Test
  void rawPagesAreServedWordForWordAndThenEmptyOnes() throws Exception {
    String token = app.connect(user).access();
    List<String> raw = List.of("{\"status\":0, \"body\":{\"measuregrps\":[1e400]}}", "{not json");
    control.servePages(user, "measures", raw, false);
    assertThat(body(token)).isEqualTo(raw.get(0));
    assertThat(body(token)).isEqualTo(raw.get(1));
    assertThat(app.measures(token, "lastupdate=0").path("measuregrps")).isEmpty();
    control.serveGenerated(user, "measures");
    assertThat(app.measures(token, "lastupdate=0").path("measuregrps")).isNotEmpty();
  }

  @Test
  void lastRawPageCanComeForEver() throws Exception {
    String token = app.connect(user).access();
    control.servePages(user, "measures", List.of("{\"a\":1}", "{\"b\":2}"), true);
    assertThat(List.of(body(token), body(token), body(token), body(token)))
        .containsExactly("{\"a\":1}", "{\"b\":2}", "{\"b\":2}", "{\"b\":2}");
  }

  @Test
  void otherStreamsAndOtherUsersAreNotAffected() throws Exception {
    long neighbour = control.users().get(1).userId();
    control.servePages(user, "measures", List.of("{}"), false);
    String mine = app.connect(user).access();
    String theirs = app.connect(neighbour).access();
    assertThat(app.measures(theirs, "lastupdate=0").path("measuregrps")).isNotEmpty();
    assertThat(
            app.read(mine, "/v2/measure", "action=getactivity&lastupdate=0")
                .path("body")
                .path("activities"))
        .isNotEmpty();
    assertThat(control.truth(user)).noneMatch(item -> item.stream().equals("measures"));
  }

  @Test
  void unknownStreamsUsersRecordsAndMalformedBodiesAreRefusedWithAReason() {
    assertThatThrownBy(() -> control.servePages(user, "moods", List.of(), false))
        .hasMessage("there is no such stream");
    assertThatThrownBy(() -> control.truth(1)).hasMessage("there is no such user");
    assertThatThrownBy(() -> control.deleteMeasures(user, 1)).hasMessage("there is no such record");
    assertThatThrownBy(() -> control.add(user, "measures", Json.object().put("date", "today")))
        .hasMessage("date must be a whole number");
    assertThatThrownBy(() -> control.inject(CloudFault.HTML, 0))
        .hasMessage("times must be at least 1");
  }

  @Test
  void editsOfAStreamThatServesRawPagesAreRefusedInsteadOfLost() {
    control.servePages(user, "measures", List.of("{}"), false);
    assertThatThrownBy(() -> control.addMeasure(user, NOW, 1, 70_000, -3))
        .hasMessageContaining("raw pages");
  }

  @Test
  void resetForgetsTokensEditsAndStatistics() throws Exception {
    String token = app.connect(user).access();
    List<SourceItem> before = control.truth(user);
    control.addMeasure(user, NOW, 1, 70_000, -3);
    control.reset();
    assertThat(app.read(token, "/measure", "action=getmeas").path("status").asInt()).isEqualTo(401);
    assertThat(control.truth(user)).isEqualTo(before);
    assertThat(control.stats().codeCalls()).isZero();
  }

  private String body(String token) throws Exception {
    return app.post("/measure", "action=getmeas&lastupdate=0", token).body();
  }
}
