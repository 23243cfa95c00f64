package org.healthsync.testkit;

import java.util.Map;
import org.healthsync.map.MappingFileException;
import org.healthsync.map.ProviderMapper;
import org.healthsync.map.StreamMapper;
import org.healthsync.map.StreamMapping;
import org.healthsync.spi.ProviderPlugin;
import org.healthsync.spi.stream.StreamDescriptor;
import org.healthsync.spi.stream.Window;
import org.junit.jupiter.api.Assumptions;

/** What a plugin's test must tell the suite. */
public interface PluginUnderTest {

  /** A new instance of the service entry. */
  ProviderPlugin plugin();

  /** How the provider answers. */
  Conformance conformance();

  /**
   * Fails unless {@code request} asks for exactly {@code window}. Day windows have midnights UTC as
   * bounds, also around daylight-saving changes.
   */
  void assertAsksFor(Window window, String stream, RecordedRequest request);

  /** Settings without which the plugin cannot be created. */
  default Map<String, String> settings() {
    return Map.of();
  }

  /**
   * How pages of a stream become readings: by its mapping file, compiled as the service does, or by
   * the plugin's own code.
   */
  default StreamMapper mapper(TestHost host, StreamDescriptor stream) throws MappingFileException {
    String file = stream.mapping();
    if (file == null) {
      return new ProviderMapper(host.provider(), host.descriptor().id() + "/" + stream.name());
    }
    return StreamMapping.compile(file, new Fixtures(plugin().getClass(), "").text(file));
  }

  /** A host with this plugin. */
  default TestHost host() {
    Conformance conformance = conformance();
    return new TestHost(plugin(), settings(), conformance.accountId(), conformance.now());
  }

  /** Leaves the rest of a test out, visibly, when the plugin is exempt. */
  default void unlessExempt(Check check) {
    conformance()
        .exemption(check)
        .ifPresent(reason -> Assumptions.abort("exempt from " + check + ": " + reason));
  }
}
