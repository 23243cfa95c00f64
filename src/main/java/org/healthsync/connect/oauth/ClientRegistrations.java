package org.healthsync.connect.oauth;

import java.util.Optional;
import java.util.function.Function;
import org.healthsync.platform.ConfigReader;
import org.healthsync.platform.FileOrValue;
import org.healthsync.platform.ProviderId;
import org.healthsync.platform.Secret;

/**
 * How the service is registered at providers: {@code healthsync.provider.<id>.client-id} and {@code
 * .client-secret} or {@code .client-secret-file}. Read at each use, since plugins come and go while
 * the service runs and mounted secrets are exchanged.
 */
public final class ClientRegistrations {

  private final Function<String, Optional<String>> source;

  /** Reads from {@code source}, which gives the raw value of a key. */
  public ClientRegistrations(Function<String, Optional<String>> source) {
    this.source = source;
  }

  /** A registration: the public id and the secret. */
  public record Registration(String clientId, Secret secret) {}

  /**
   * The registration at a provider; empty when the operator has set none.
   *
   * @throws IllegalStateException when the setting is wrong; names the key
   */
  public Optional<Registration> at(ProviderId provider) {
    ConfigReader config = new ConfigReader(source);
    String prefix = "healthsync.provider." + provider.value() + ".";
    Optional<String> id = config.optional(prefix + "client-id");
    Optional<Secret> secret = FileOrValue.read(config, prefix + "client-secret");
    config.check();
    return id.flatMap(clientId -> secret.map(value -> new Registration(clientId, value)));
  }
}
