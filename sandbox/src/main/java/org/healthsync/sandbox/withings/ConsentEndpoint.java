package org.healthsync.sandbox.withings;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.healthsync.sandbox.http.Call;
import org.healthsync.sandbox.http.Endpoint;
import org.healthsync.sandbox.http.Reply;

/**
 * {@code /oauth2_user/authorize2}: asks a person, or with {@code auto_user} (and {@code
 * auto_scopes}) decides without one. A wrong client, return address or missing state is told to the
 * person; everything else goes back to the application.
 */
final class ConsentEndpoint implements Endpoint {

  private final Client client;
  private final Accounts accounts;
  private final Grants grants;

  ConsentEndpoint(Client client, Accounts accounts, Grants grants) {
    this.client = client;
    this.accounts = accounts;
    this.grants = grants;
  }

  @Override
  public Reply answer(Call call) {
    Params params = new Params(call);
    Optional<String> problem = problem(params);
    if (problem.isPresent()) {
      return Reply.html(400, ConsentPage.problem(problem.get()));
    }
    ConsentRequest request = request(params);
    if (!params.text("response_type").equals(Optional.of("code"))) {
      return Reply.redirect(request.refused("unsupported_response_type"));
    }
    if (request.scopes().isEmpty() || !Scope.ALL.containsAll(request.scopes())) {
      return Reply.redirect(request.refused("invalid_scope"));
    }
    if (params.has("auto_user")) {
      Collection<String> ticked =
          params.has("auto_scopes") ? params.list("auto_scopes") : request.scopes();
      return grant(request, params.required("auto_user"), ticked);
    }
    return call.method().equals("POST") ? decided(request, params) : ask(request);
  }

  private Optional<String> problem(Params params) {
    if (!params.text("client_id").filter(client::hasId).isPresent()) {
      return Optional.of("client_id is unknown");
    }
    if (!params.text("redirect_uri").filter(client::mayReturnTo).isPresent()) {
      return Optional.of("redirect_uri is not registered");
    }
    return params.has("state") ? Optional.empty() : Optional.of("state is missing");
  }

  private static ConsentRequest request(Params params) {
    return new ConsentRequest(
        params.required("client_id"),
        params.required("redirect_uri"),
        params.required("state"),
        params.list("scope"));
  }

  private Reply ask(ConsentRequest request) {
    return Reply.html(200, ConsentPage.of(request, accounts.all()));
  }

  private Reply decided(ConsentRequest request, Params params) {
    if (!params.text("decision").equals(Optional.of("allow"))) {
      return Reply.redirect(request.refused("access_denied"));
    }
    List<String> ticked = params.call().all("granted");
    return grant(request, params.text("user").orElse(""), ticked);
  }

  private Reply grant(ConsentRequest request, String userId, Collection<String> ticked) {
    Optional<Account> account = accounts.find(userId);
    if (account.isEmpty()) {
      return Reply.html(400, ConsentPage.problem("there is no such sandbox user"));
    }
    long user = account.get().person().userId();
    Grant grant = new Grant(request.clientId(), user, request.among(ticked));
    return Reply.redirect(request.granted(grants.issueCode(grant, request.redirectUri())));
  }
}
