package org.healthsync.sync.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.healthsync.fetch.BreakerState;
import org.healthsync.fetch.BudgetState;
import org.healthsync.platform.ProviderId;
import org.healthsync.platform.api.Json;
import org.healthsync.spi.http.Budget;
import org.healthsync.sync.ProviderLimits.Seen;
import org.junit.jupiter.api.Test;

final class BudgetsJsonTest {

  private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");

  @Test
  void limitsShowTimesAndNumbers() throws IOException {
    BudgetState.Window window =
        new BudgetState.Window(
            Duration.ofMinutes(1), Budget.Alignment.SLIDING, 120, 116, 87, 3, 0, 29, 1);
    BudgetState app =
        new BudgetState("app", Budget.Scope.CLIENT, 0, Duration.ofSeconds(20), List.of(window));
    BudgetState person =
        new BudgetState("person", Budget.Scope.ACCOUNT, 7, Duration.ZERO, List.of());
    JsonNode json =
        json(
            new Seen(
                new ProviderId("zoo"),
                NOW,
                true,
                new BreakerState(BreakerState.Position.OPEN, 8, Duration.ofSeconds(30)),
                List.of(app, person)));
    assertThat(json.at("/mode").asText()).isEqualTo("SHARED");
    assertThat(json.at("/breaker/state").asText()).isEqualTo("OPEN");
    assertThat(json.at("/breaker/openUntil").asText()).isEqualTo("2026-11-22T10:00:30Z");
    assertThat(json.at("/budgets/0/closedUntil").asText()).isEqualTo("2026-11-22T10:00:20Z");
    assertThat(json.at("/budgets/0/accounts").isNull()).isTrue();
    assertThat(json.at("/budgets/0/windows/0").toString())
        .isEqualTo(
            "{\"period\":\"PT1M\",\"alignment\":\"SLIDING\",\"limit\":120,\"effectiveLimit\":116,"
                + "\"used\":87,\"underWay\":3,\"usedByOthers\":0,\"free\":29,\"reserve\":1}");
    assertThat(json.at("/budgets/1/accounts").asLong()).isEqualTo(7);
    assertThat(json.at("/budgets/1/closedUntil").isNull()).isTrue();
  }

  @Test
  void withoutRedisEachReplicaIsOnItsOwnAndNothingIsClaimed() throws IOException {
    JsonNode json =
        json(
            new Seen(
                new ProviderId("zoo"),
                NOW,
                false,
                new BreakerState(BreakerState.Position.CLOSED, 0, Duration.ZERO),
                List.of()));
    assertThat(json.at("/mode").asText()).isEqualTo("OWN");
    assertThat(json.at("/breaker/openUntil").isNull()).isTrue();
    assertThat(json.at("/budgets")).isEmpty();
  }

  private static JsonNode json(Seen seen) throws IOException {
    return Json.mapper().readTree(Json.bytes(BudgetsJson.of(seen)));
  }
}
