package org.healthsync.sandbox.withings;

import org.healthsync.sandbox.http.Call;
import org.healthsync.sandbox.http.Endpoint;
import org.healthsync.sandbox.http.Reply;

/** Everything that one life of the cloud consists of. A reset makes a new one. */
final class World implements Endpoint {

  private final Endpoint consent;
  private final Endpoint vendor;
  private final Endpoint control;

  World(WithingsCloudOptions options, Client client, Runnable reset) {
    Accounts accounts = new Accounts(options);
    Grants grants = new Grants(options.clock(), options.refreshGrace());
    Signatures signatures = new Signatures(client, options.clock());
    RateLimit limit = new RateLimit(options.clock(), options.limits());
    Faults faults = new Faults();
    CallLog log = new CallLog(options.clock());
    Subscriptions subscriptions = new Subscriptions();
    Notifier notifier = new Notifier(subscriptions, log);
    TokenEndpoint tokens = new TokenEndpoint(grants, signatures, subscriptions::removeAll);
    NotifyEndpoint notify = new NotifyEndpoint(subscriptions, notifier, options.checkCallbacks());
    Answers answers = new Answers(options, tokens, signatures, notify);
    RecordEditor editor = new RecordEditor(options.clock(), notifier);
    Truth truth = new Truth(options.clock());
    UserControl users = new UserControl(grants, subscriptions, notifier, editor, truth);
    consent = new ConsentEndpoint(client, accounts, grants);
    vendor = new VendorApi(client, grants, accounts, limit, faults, log, answers);
    control = new ControlEndpoint(accounts, client, faults, log, grants, users, reset);
  }

  @Override
  public Reply answer(Call call) {
    String path = call.path();
    if (path.startsWith("/control/")) {
      return control.answer(call);
    }
    if (path.equals("/oauth2_user/authorize2")) {
      return consent.answer(call);
    }
    boolean known = path.equals("/measure") || path.equals("/notify") || path.startsWith("/v2/");
    return known ? vendor.answer(call) : Reply.html(404, "<html><body>Not Found</body></html>");
  }
}
