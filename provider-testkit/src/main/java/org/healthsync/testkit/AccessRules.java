package org.healthsync.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.net.URI;
import java.util.Collections;
import org.healthsync.spi.Capability;
import org.healthsync.spi.ProviderException;
import org.healthsync.spi.Remedy;
import org.junit.jupiter.api.Test;

/** Grants are withdrawn and callbacks registered as the capabilities say, and not otherwise. */
interface AccessRules extends PluginUnderTest {

  @Test
  default void revocationTellsTheProviderWhenDeclaredAndDoesNothingWhenNot() throws Exception {
    try (TestHost host = host()) {
      host.stub().enqueue(conformance().revoke());
      host.provider().revoke(host.account(), host.http());

      boolean declared = declares(Capability.REVOKE);
      assertThat(host.stub().requests().isEmpty())
          .as("revoke() must send a request exactly when Capability.REVOKE is declared")
          .isEqualTo(!declared);
      assertThat(host.stub().answersLeft()).as("answers nobody asked for").isZero();
      Leaks.assertNoneIn(host);
    }
  }

  @Test
  default void revocationOfAGrantThatIsGoneSucceeds() throws Exception {
    unlessExempt(Check.REVOKED_ALREADY);
    try (TestHost host = host()) {
      host.stub().enqueue(conformance().revokeWhenGone());
      host.provider().revoke(host.account(), host.http());

      assertThat(host.stub().answersLeft()).as("answers nobody asked for").isZero();
    }
  }

  @Test
  default void revocationDuringAnOutageFailsAndCanBeRepeated() {
    if (!declares(Capability.REVOKE)) {
      return;
    }
    try (TestHost host = host()) {
      host.stub().enqueue(Collections.nCopies(5, StubAnswer.http(503)));
      ProviderException failure =
          catchThrowableOfType(
              ProviderException.class, () -> host.provider().revoke(host.account(), host.http()));

      assertThat(failure).as("a revocation that did not happen must not look like one").isNotNull();
      assertThat(failure.code().remedy()).isEqualTo(Remedy.RETRY);
      Leaks.assertNoneIn(host, failure);
    }
  }

  @Test
  default void subscriptionNamesTheCallbackWhenDeclaredAndDoesNothingWhenNot() throws Exception {
    URI callback = URI.create("https://sync.example.org/webhooks/x/k3y");
    try (TestHost host = host()) {
      host.stub().enqueue(conformance().subscribe());
      host.provider().subscribe(host.account(), callback, host.http());

      boolean declared = declares(Capability.SUBSCRIBE_PER_ACCOUNT);
      assertThat(
              host.stub().requests().stream()
                  .anyMatch(
                      request ->
                          request.form().containsValue(callback.toString())
                              || request.query().containsValue(callback.toString())
                              || request.body().contains(callback.toString())))
          .as("subscribe() must name the callback exactly when SUBSCRIBE_PER_ACCOUNT is declared")
          .isEqualTo(declared);
      assertThat(host.stub().answersLeft()).as("answers nobody asked for").isZero();
      Leaks.assertNoneIn(host);
    }
  }

  private boolean declares(Capability capability) {
    return plugin().descriptor().capabilities().contains(capability);
  }
}
