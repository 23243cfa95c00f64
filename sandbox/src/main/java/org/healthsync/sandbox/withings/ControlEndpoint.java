package org.healthsync.sandbox.withings;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.healthsync.sandbox.http.Call;
import org.healthsync.sandbox.http.Endpoint;
import org.healthsync.sandbox.http.Reply;
import org.jspecify.annotations.Nullable;

/**
 * {@code /control}: what tests, the demo and adopters steer the cloud with. JSON in and out, plain
 * HTTP statuses.
 */
final class ControlEndpoint implements Endpoint {

  private final Accounts accounts;
  private final Client client;
  private final Faults faults;
  private final CallLog log;
  private final Grants grants;
  private final UserControl users;
  private final Runnable reset;

  ControlEndpoint(
      Accounts accounts,
      Client client,
      Faults faults,
      CallLog log,
      Grants grants,
      UserControl users,
      Runnable reset) {
    this.accounts = accounts;
    this.client = client;
    this.faults = faults;
    this.log = log;
    this.grants = grants;
    this.users = users;
    this.reset = reset;
  }

  @Override
  public Reply answer(Call call) {
    try {
      List<String> path = Arrays.asList(call.path().substring(1).split("/", -1));
      return Reply.json(200, Json.write(answer(path.subList(1, path.size()), call)));
    } catch (ControlFailure e) {
      return problem(404, e);
    } catch (IllegalArgumentException | DateTimeException e) {
      return problem(400, e);
    } catch (IllegalStateException e) {
      return problem(410, e);
    }
  }

  private static Reply problem(int status, RuntimeException e) {
    return Reply.json(status, Json.write(Map.of("error", String.valueOf(e.getMessage()))));
  }

  private Object answer(List<String> path, Call call) {
    if (path.size() >= 2 && path.get(0).equals("users")) {
      Account account =
          accounts.find(path.get(1)).orElseThrow(() -> new ControlFailure("there is no such user"));
      return users.answer(account, path.subList(2, path.size()), call);
    }
    return switch (call.method() + " " + String.join("/", path)) {
      case "GET users" -> accounts.all().stream().map(ControlEndpoint::user).toList();
      case "GET stats" -> log.stats();
      case "GET calls" -> log.calls();
      case "POST faults" -> addFault(Json.readObject(call.body()));
      case "DELETE faults" -> done(faults::clear);
      case "PUT refresh-grace" -> grace(Json.readObject(call.body()));
      case "POST redirect-uris" -> register(Json.readObject(call.body()));
      case "POST reset" -> done(reset);
      default -> throw new ControlFailure("there is no such control call");
    };
  }

  private static CloudUser user(Account account) {
    var person = account.person();
    return new CloudUser(person.userId(), person.name(), person.zone().getId());
  }

  private Object addFault(ObjectNode request) {
    CloudFault fault = CloudFault.valueOf(request.path("fault").asText());
    @Nullable String action = request.hasNonNull("action") ? request.get("action").asText() : null;
    Duration delay = Duration.ofMillis(request.path("delayMillis").asLong(0));
    faults.add(new FaultRule(fault, action, request.path("times").asInt(1), delay));
    return Map.of();
  }

  private Object grace(ObjectNode request) {
    grants.grace(request.path("grace").asBoolean());
    return Map.of();
  }

  private Object register(ObjectNode request) {
    String uri = request.path("uri").asText();
    if (uri.isEmpty()) {
      throw new IllegalArgumentException("uri is missing");
    }
    client.register(uri);
    return Map.of();
  }

  private static Object done(Runnable task) {
    task.run();
    return Map.of();
  }
}
