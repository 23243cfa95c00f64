package org.healthsync.sandbox.withings;

import com.fasterxml.jackson.databind.JsonNode;

/** Which class answers which operation. */
final class Answers {

  private final TokenEndpoint tokens;
  private final Signatures signatures;
  private final MeasureReads measures;
  private final ActivityReads activity;
  private final SleepReads sleep;
  private final HeartReads heart;
  private final UserReads user;
  private final NotifyEndpoint notifications;

  Answers(
      WithingsCloudOptions options,
      TokenEndpoint tokens,
      Signatures signatures,
      NotifyEndpoint notifications) {
    PagedReads reads = new PagedReads(options);
    GeneratedPeriod period = new GeneratedPeriod(options.start(), options.end());
    this.tokens = tokens;
    this.signatures = signatures;
    this.measures = new MeasureReads(reads);
    this.activity = new ActivityReads(reads);
    this.sleep = new SleepReads(reads);
    this.heart = new HeartReads(reads);
    this.user = new UserReads(reads, period);
    this.notifications = notifications;
  }

  /** The body of the answer to an operation that the application calls for itself. */
  JsonNode toClient(Operation operation, Params params) {
    return switch (operation) {
      case REQUEST_TOKEN -> tokens.requestToken(params);
      case REVOKE -> tokens.revoke(params);
      case GET_NONCE -> signatures.getNonce(params);
      default -> throw new IllegalArgumentException(operation + " is for users");
    };
  }

  /** The body of the answer to an operation that is called with a user's token. */
  JsonNode toUser(Operation operation, Visit visit) {
    return switch (operation) {
      case GET_MEASURES -> measures.getMeas(visit);
      case GET_ACTIVITY -> activity.getActivity(visit);
      case GET_INTRADAY -> activity.getIntraday(visit);
      case GET_WORKOUTS -> activity.getWorkouts(visit);
      case GET_SLEEP -> sleep.get(visit);
      case GET_SLEEP_SUMMARY -> sleep.getSummary(visit);
      case LIST_HEART -> heart.list(visit);
      case GET_HEART -> heart.get(visit);
      case GET_DEVICE -> user.getDevice(visit);
      case GET_GOALS -> user.getGoals(visit);
      case SUBSCRIBE -> notifications.subscribe(visit);
      case LIST_SUBSCRIPTIONS -> notifications.list(visit);
      case GET_SUBSCRIPTION -> notifications.get(visit);
      case UPDATE_SUBSCRIPTION -> notifications.update(visit);
      case UNSUBSCRIBE -> notifications.revoke(visit);
      case REQUEST_TOKEN, REVOKE, GET_NONCE ->
          throw new IllegalArgumentException(operation + " is for clients");
    };
  }
}
