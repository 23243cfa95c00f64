package org.healthsync.sandbox.withings;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.LocalDate;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.healthsync.sandbox.http.Call;
import org.healthsync.sandbox.http.LoopbackServer;
import org.healthsync.sandbox.http.Reply;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class NotificationTest extends CloudTest {

  private final BlockingQueue<Call> received = new LinkedBlockingQueue<>();
  private final LoopbackServer receiver = LoopbackServer.start(0, this::receive);

  @Override
  WithingsCloudOptions.Builder options() {
    return super.options().checkCallbacks(true);
  }

  @AfterEach
  void stopReceiver() {
    receiver.close();
  }

  private Reply receive(Call call) {
    if (call.method().equals("POST")) {
      received.add(call);
    }
    return Reply.json(call.path().equals("/hook") ? 200 : 404, "{}");
  }

  @Test
  void subscriptionsAreListedReadChangedAndEnded() throws Exception {
    String token = app.connect(user).access();
    assertThat(status(token, "subscribe", "/hook", 1)).isZero();
    assertThat(status(token, "subscribe", "/hook", 44)).isZero();
    assertThat(status(token, "subscribe", "/hook", 44)).as("again is the same").isZero();
    assertThat(profiles(token).findValuesAsText("appli")).containsExactly("1", "44");
    JsonNode one = call(token, "get", "/hook", 1).path("body");
    assertThat(one.path("callbackurl").asText()).isEqualTo(receiver.baseUri() + "/hook");
    assertThat(one.path("expires").asInt()).isEqualTo(Integer.MAX_VALUE);
    String update =
        CloudClient.form(
            Map.of(
                "action", "update",
                "callbackurl", receiver.baseUri() + "/hook",
                "appli", "1",
                "new_appli", "4"));
    assertThat(app.read(token, "/notify", update).path("status").asInt(-1)).isZero();
    assertThat(profiles(token).findValuesAsText("appli")).containsExactly("44", "4");
    assertThat(status(token, "revoke", "/hook", 44)).isZero();
    assertThat(status(token, "revoke", "/hook", 44)).isEqualTo(294);
    assertThat(profiles(token).findValuesAsText("appli")).containsExactly("4");
  }

  @Test
  void addressThatDoesNotAnswerHeadIsRefused() throws Exception {
    String token = app.connect(user).access();
    assertThat(status(token, "subscribe", "/elsewhere", 1)).isEqualTo(293);
    String noAddress = "action=subscribe&appli=1&callbackurl=ftp%3A%2F%2Fx%20y";
    assertThat(app.read(token, "/notify", noAddress).path("status").asInt()).isEqualTo(293);
    assertThat(profiles(token)).isEmpty();
  }

  @Test
  void subscriptionNeedsTheScopeOfItsCategory() throws Exception {
    String code =
        CloudClient.codeIn(
            app.consent(Map.of("auto_user", Long.toString(user), "auto_scopes", "user.metrics")));
    String token = CloudClient.tokens(app.redeem(code)).access();
    assertThat(status(token, "subscribe", "/hook", 16)).isEqualTo(277);
    assertThat(status(token, "subscribe", "/hook", 4)).isZero();
  }

  @Test
  void changeTellsTheSubscribersOfItsCategoryOnly() throws Exception {
    String token = app.connect(user).access();
    status(token, "subscribe", "/hook", 4);
    control.addMeasure(user, NOW, 1, 70_000, -3);
    control.addMeasure(user, NOW, 10, 128, 0);
    Call told = next();
    long second = NOW.getEpochSecond();
    assertThat(told.parameter("userid")).hasValue(Long.toString(user));
    assertThat(told.parameter("appli")).hasValue("4");
    assertThat(told.parameter("startdate")).hasValue(Long.toString(second));
    assertThat(told.parameter("enddate")).hasValue(Long.toString(second + 1));
    assertThat(control.stats().notificationsSent()).isEqualTo(1);
  }

  @Test
  void deletionAndCorrectionTellTheRangeToReadAgain() throws Exception {
    String token = app.connect(user).access();
    long grpid = control.addMeasure(user, NOW.minusSeconds(500), 1, 70_000, -3);
    status(token, "subscribe", "/hook", 1);
    String at = Long.toString(NOW.getEpochSecond() - 500);
    control.correctMeasure(user, grpid, 1, 71_000, -3);
    assertThat(next().parameter("startdate")).hasValue(at);
    control.deleteMeasures(user, grpid);
    assertThat(next().parameter("startdate")).hasValue(at);
  }

  @Test
  void activityIsToldByDate() throws Exception {
    String token = app.connect(user).access();
    status(token, "subscribe", "/hook", 16);
    control.putActivity(user, LocalDate.of(2026, 11, 21), Json.object().put("steps", 1));
    Call told = next();
    assertThat(told.parameter("date")).hasValue("2026-11-21");
    assertThat(told.parameter("startdate")).isEmpty();
  }

  @Test
  void revocationByTheUserIsToldToThoseWhoAsked() throws Exception {
    String token = app.connect(user).access();
    status(token, "subscribe", "/hook", 46);
    control.revoke(user);
    assertThat(next().parameter("action")).hasValue("unlink");
  }

  private Call next() throws InterruptedException {
    Call call = received.poll(10, TimeUnit.SECONDS);
    if (call == null) {
      throw new AssertionError("no notification came");
    }
    return call;
  }

  private int status(String token, String action, String path, int appli) throws Exception {
    return call(token, action, path, appli).path("status").asInt(-1);
  }

  private JsonNode call(String token, String action, String path, int appli) throws Exception {
    Map<String, String> fields =
        Map.of(
            "action",
            action,
            "callbackurl",
            receiver.baseUri() + path,
            "appli",
            Integer.toString(appli));
    return app.read(token, "/notify", CloudClient.form(fields));
  }

  private JsonNode profiles(String token) throws Exception {
    return app.read(token, "/notify", "action=list").path("body").path("profiles");
  }
}
