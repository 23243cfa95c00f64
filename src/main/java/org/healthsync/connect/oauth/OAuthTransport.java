package org.healthsync.connect.oauth;

import java.util.List;
import org.healthsync.platform.ProviderId;
import org.healthsync.spi.ProviderException;
import org.healthsync.spi.Verdict;
import org.healthsync.spi.http.ProviderRequest.Parameter;
import org.healthsync.spi.stream.Payload;

/**
 * The way to a provider's token endpoint. The implementation keeps the limits of all provider
 * calls: declared endpoints only, deadline, size cap, budgets, nothing logged.
 */
@FunctionalInterface
public interface OAuthTransport {

  /**
   * Posts a form ({@code application/x-www-form-urlencoded}) once, without retry: a token request
   * that was lost may have been answered.
   *
   * @param endpoint name of an endpoint of the region
   * @param form parameters in order, unencoded; may hold secrets
   * @param basicAuth whether to add the client's id and secret as HTTP Basic
   * @throws ProviderException when no complete answer came: {@code PROVIDER_UNAVAILABLE}, or {@code
   *     THROTTLED} when a budget is used up
   */
  Answer postForm(
      ProviderId provider, String region, String endpoint, List<Parameter> form, boolean basicAuth)
      throws ProviderException;

  /** Asks the plugin what a refusal means. */
  @FunctionalInterface
  interface Judgement {
    /**
     * What {@code Provider.classify} makes of it, with the longest wait that anybody told.
     *
     * @throws ProviderException when the plugin fails or takes too long
     */
    Verdict verdict() throws ProviderException;
  }

  /**
   * A complete answer of any status.
   *
   * @param status HTTP status
   * @param body as received; may hold secrets
   * @param judgement asked only when it holds no access token
   */
  record Answer(int status, Payload body, Judgement judgement) {

    @Override
    public String toString() {
      return "Answer[status=" + status + "]";
    }
  }
}
