package org.healthsync.testkit;

/**
 * The suite that every plugin inherits. It runs the plugin against a stub of the provider on
 * loopback and proves what the service relies on; a plugin's test adds the cases of its vendor.
 *
 * <pre>{@code
 * class AcmeProviderTest extends BaseProviderTest {
 *   private final Fixtures http = new Fixtures(AcmeProviderTest.class, "http");
 *
 *   @Override
 *   public ProviderPlugin plugin() {
 *     return new AcmePlugin();
 *   }
 *
 *   @Override
 *   public Conformance conformance() {
 *     return Conformance.of("4711", Instant.parse("2026-11-22T12:00:00Z"))
 *         .stream("weights", List.of(http.json("weights.json")), http.json("weights-none.json"))
 *         .answer("http 429", StubAnswer.http(429), StandardError.THROTTLED)
 *         .build();
 *   }
 *
 *   @Override
 *   public void assertAsksFor(Window window, String stream, RecordedRequest request) {
 *     assertThat(request.query()).containsEntry("from", window.from().toString());
 *   }
 * }
 * }</pre>
 *
 * <p>A rule that cannot hold for a provider is left out by {@link Conformance.Builder#exempt} with
 * the reason, which the test report shows.
 */
public abstract class BaseProviderTest
    implements DescriptorRules,
        FetchRules,
        AnswerRules,
        AccessRules,
        NotificationRules,
        MappingRules,
        CodeRules {}
