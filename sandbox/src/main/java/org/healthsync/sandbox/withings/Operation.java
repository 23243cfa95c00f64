package org.healthsync.sandbox.withings;

import java.util.Arrays;
import java.util.Optional;
import org.healthsync.sandbox.withings.history.DataStream;
import org.jspecify.annotations.Nullable;

/** Everything a client can ask the vendor for: a path, an action and the scope that it needs. */
enum Operation {
  REQUEST_TOKEN("/v2/oauth2", "requesttoken"),
  REVOKE("/v2/oauth2", "revoke"),
  GET_NONCE("/v2/signature", "getnonce"),
  GET_MEASURES("/measure", "getmeas", Scope.METRICS, DataStream.MEASURES),
  GET_ACTIVITY("/v2/measure", "getactivity", Scope.ACTIVITY, DataStream.ACTIVITY),
  GET_INTRADAY("/v2/measure", "getintradayactivity", Scope.ACTIVITY, DataStream.INTRADAY),
  GET_WORKOUTS("/v2/measure", "getworkouts", Scope.ACTIVITY, DataStream.WORKOUTS),
  GET_SLEEP("/v2/sleep", "get", Scope.ACTIVITY, DataStream.SLEEP_DETAIL),
  GET_SLEEP_SUMMARY("/v2/sleep", "getsummary", Scope.ACTIVITY, DataStream.SLEEP),
  LIST_HEART("/v2/heart", "list", Scope.METRICS, DataStream.HEART),
  GET_HEART("/v2/heart", "get", Scope.METRICS),
  GET_DEVICE("/v2/user", "getdevice", Scope.INFO, DataStream.DEVICES),
  GET_GOALS("/v2/user", "getgoals", Scope.INFO),
  /** The scope of a subscription depends on what it is for. */
  SUBSCRIBE("/notify", "subscribe", ""),
  LIST_SUBSCRIPTIONS("/notify", "list", ""),
  GET_SUBSCRIPTION("/notify", "get", ""),
  UPDATE_SUBSCRIPTION("/notify", "update", ""),
  UNSUBSCRIBE("/notify", "revoke", "");

  private final String path;
  private final String action;
  private final boolean forUsers;
  private final String scope;
  private final @Nullable DataStream stream;

  /** A call of the application itself, without a user's token. */
  Operation(String path, String action) {
    this(path, action, false, "", null);
  }

  Operation(String path, String action, String scope) {
    this(path, action, true, scope, null);
  }

  Operation(String path, String action, String scope, DataStream stream) {
    this(path, action, true, scope, stream);
  }

  Operation(
      String path, String action, boolean forUsers, String scope, @Nullable DataStream stream) {
    this.path = path;
    this.action = action;
    this.forUsers = forUsers;
    this.scope = scope;
    this.stream = stream;
  }

  static Optional<Operation> find(String path, String action) {
    return Arrays.stream(values())
        .filter(operation -> operation.path.equals(path) && operation.action.equals(action))
        .findFirst();
  }

  /**
   * The last part of the path and the action, "measure/getmeas": one action name serves several
   * paths.
   */
  String label() {
    return path.substring(path.lastIndexOf('/') + 1) + "/" + action;
  }

  /** Whether the call is made with a user's access token. */
  boolean isForUsers() {
    return forUsers;
  }

  String scope() {
    return scope;
  }

  /** The stream that the operation reads. */
  Optional<DataStream> stream() {
    return Optional.ofNullable(stream);
  }
}
