package org.healthsync.deliver.fhir;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.util.List;
import org.healthsync.deliver.fhir.TokenSource.OAuthClient;

/**
 * A FHIR R5 server. Never throws for what the server or the network does: it is in the answer. Safe
 * for many threads; blocks until the answer or the deadline.
 */
public final class FhirClient {

  private static final int UNAUTHORIZED = 401;

  private final URI root;
  private final URI base;
  private final Exchange exchange;
  private final Credentials credentials;
  private final AnswerReader answers;

  /**
   * For one server.
   *
   * @param http must not follow redirects
   */
  public FhirClient(FhirServerAddress server, HttpClient http, Clock clock) {
    String address = server.base().toString();
    this.root = URI.create(address.replaceFirst("/$", ""));
    this.base = URI.create(root + "/");
    this.exchange = new Exchange(http, server.deadline());
    this.credentials = credentials(server.auth(), exchange, clock);
    this.answers = new AnswerReader(clock);
  }

  /**
   * Puts resources in one transaction. Sending the same again is harmless, also after a time-out:
   * ids are ours, and equal content makes no new version.
   *
   * @param entries at least one; no two with the same reference
   * @param beforePost called right before each POST, after what may take time before it; when it
   *     throws, nothing is sent and the exception goes on to the caller
   */
  public BundleAnswer send(List<FhirEntry> entries, Runnable beforePost) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(root)
            .header("Content-Type", "application/fhir+json")
            .header("Prefer", "return=minimal")
            .POST(HttpRequest.BodyPublishers.ofByteArray(BundleWriter.transaction(entries)));
    try {
      return answers.read(authorized(request, beforePost), entries);
    } catch (ExchangeException e) {
      return e.mayHaveArrived()
          ? BundleAnswer.inDoubt(e.reason(), null)
          : BundleAnswer.unavailable(e.reason(), null);
    }
  }

  /** Whether a resource is there, asked for by its literal reference. */
  public Presence find(String reference) {
    try {
      int status = read(reference).statusCode();
      return switch (status) {
        case 200 -> Presence.PRESENT;
        case 404, 410 -> Presence.ABSENT;
        default -> Presence.UNKNOWN;
      };
    } catch (ExchangeException e) {
      return Presence.UNKNOWN;
    }
  }

  /** Whether the address is that of a FHIR R5 server, by its CapabilityStatement. */
  public boolean isR5() {
    try {
      HttpResponse<byte[]> answer = read("metadata?_elements=fhirVersion");
      return answer.statusCode() == 200
          && TopLevel.text(answer.body(), "fhirVersion").orElse("").startsWith("5.");
    } catch (ExchangeException e) {
      return false;
    }
  }

  private HttpResponse<byte[]> read(String path) throws ExchangeException {
    return authorized(HttpRequest.newBuilder(base.resolve(path)), () -> {});
  }

  private HttpResponse<byte[]> authorized(HttpRequest.Builder request, Runnable beforeSending)
      throws ExchangeException {
    request.setHeader("Accept", "application/fhir+json");
    HttpResponse<byte[]> answer = once(request, beforeSending);
    return answer.statusCode() == UNAUTHORIZED && credentials.renew()
        ? once(request, beforeSending)
        : answer;
  }

  private HttpResponse<byte[]> once(HttpRequest.Builder request, Runnable beforeSending)
      throws ExchangeException {
    authorize(request);
    beforeSending.run();
    return exchange.send(request.build());
  }

  // what became of the request for a token says nothing of the one that needs it
  private void authorize(HttpRequest.Builder request) throws ExchangeException {
    try {
      credentials.addTo(request);
    } catch (ExchangeException e) {
      throw ExchangeException.notSent(e.reason());
    }
  }

  private static Credentials credentials(FhirAuth auth, Exchange exchange, Clock clock) {
    if (auth instanceof FhirAuth.Header header) {
      return request -> request.setHeader(header.name(), header.value().reveal());
    }
    if (auth instanceof FhirAuth.OAuth2 oauth) {
      OAuthClient client =
          new OAuthClient(oauth.tokenUrl(), oauth.clientId(), oauth.clientSecret(), oauth.scope());
      return new TokenSource(exchange, client, clock);
    }
    return Credentials.NONE;
  }

  /** Whether a resource is at the server. */
  public enum Presence {
    /** It is. */
    PRESENT,
    /** It is not, or no longer. */
    ABSENT,
    /** The server does not tell. */
    UNKNOWN
  }
}
