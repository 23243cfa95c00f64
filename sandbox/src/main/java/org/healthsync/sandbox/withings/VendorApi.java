package org.healthsync.sandbox.withings;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import org.healthsync.sandbox.http.Call;
import org.healthsync.sandbox.http.Endpoint;
import org.healthsync.sandbox.http.Reply;
import org.jspecify.annotations.Nullable;

/**
 * The vendor's API host: who calls, within the limit, with which fault, allowed to, and then the
 * answer itself.
 */
final class VendorApi implements Endpoint {

  private final Client client;
  private final Grants grants;
  private final Accounts accounts;
  private final RateLimit limit;
  private final Faults faults;
  private final CallLog log;
  private final Answers answers;

  VendorApi(
      Client client,
      Grants grants,
      Accounts accounts,
      RateLimit limit,
      Faults faults,
      CallLog log,
      Answers answers) {
    this.client = client;
    this.grants = grants;
    this.accounts = accounts;
    this.limit = limit;
    this.faults = faults;
    this.log = log;
    this.answers = answers;
  }

  @Override
  public Reply answer(Call call) {
    Params params = new Params(call);
    Optional<Operation> operation = Operation.find(call.path(), params.text("action").orElse(""));
    String label = operation.map(Operation::label).orElse("unknown");
    Optional<Grant> caller = call.bearerToken().flatMap(grants::peek);
    @Nullable Long user = caller.map(Grant::userId).orElse(null);
    Optional<String> clientId = caller.map(Grant::clientId).or(() -> params.text("client_id"));
    if (clientId.filter(client::hasId).isPresent() && !limit.admits(client.id(), user)) {
      log.add(label, user, "601", params, true);
      return Envelope.failure(VendorFailure.tooManyRequests());
    }
    Optional<FaultRule> fault = faults.take(label);
    if (fault.isPresent() && !fault.get().fault().isCommitted()) {
      log.add(label, user, fault.get().fault().name(), params, false);
      return FaultReplies.instead(fault.get().fault());
    }
    Reply reply = perform(operation, label, user, params, fault);
    return fault.map(rule -> FaultReplies.spoil(reply, rule)).orElse(reply);
  }

  private Reply perform(
      Optional<Operation> operation,
      String label,
      @Nullable Long user,
      Params params,
      Optional<FaultRule> fault) {
    String spoilt = fault.map(rule -> rule.fault().name()).orElse("0");
    try {
      Reply reply = perform(operation.orElseThrow(VendorFailure::unknownAction), params);
      log.add(label, user, spoilt, params, false);
      return reply;
    } catch (VendorFailure failure) {
      log.add(label, user, Integer.toString(failure.status()), params, false);
      return Envelope.failure(failure);
    }
  }

  private Reply perform(Operation operation, Params params) {
    if (!operation.isForUsers()) {
      requireKnownClient(params);
      return Envelope.success(answers.toClient(operation, params));
    }
    Visit visit = admit(params);
    visit.grant().require(operation.scope());
    Optional<String> raw = operation.stream().flatMap(visit.account()::nextRawPage);
    if (raw.isPresent()) {
      return Reply.json(200, raw.get());
    }
    JsonNode body = answers.toUser(operation, visit);
    return Envelope.success(body);
  }

  private void requireKnownClient(Params params) {
    if (!client.hasId(params.required("client_id"))) {
      throw VendorFailure.invalidParams("invalid client_id");
    }
  }

  private Visit admit(Params params) {
    String token = params.call().bearerToken().orElseThrow(VendorFailure::unauthorized);
    Grant grant = grants.use(token);
    Account account = accounts.find(grant.userId()).orElseThrow(VendorFailure::unauthorized);
    return new Visit(account, grant, params);
  }
}
