package org.healthsync.plugin;

import java.util.LinkedHashMap;
import java.util.Map;

/** A small working plugin in source form, in which a test breaks one thing. */
final class PluginSource {

  static final String CLASS = "zoo.ZooPlugin";

  private static final String TEMPLATE =
      """
      package zoo;

      import java.net.URI;
      import java.time.*;
      import java.util.*;
      import org.healthsync.spi.*;
      import org.healthsync.spi.auth.*;
      import org.healthsync.spi.http.*;
      import org.healthsync.spi.reading.*;
      import org.healthsync.spi.stream.*;

      public class ZooPlugin implements ProviderPlugin {
        /*fields*/
        public ZooPlugin() { /*constructor*/ }

        @Override public ProviderDescriptor descriptor() { /*descriptor*/
          return new ProviderDescriptor("/*id*/", "Zoo", new SpiVersion(/*spi*/),
              new Authorization(
                  List.of(new Region("default", "World", Map.of(
                      "authorize", URI.create("https://zoo.example/authorize"),
                      "token", URI.create("https://zoo.example/token"),
                      "api", URI.create("https://zoo.example/api")))),
                  Authorization.ClientAuthentication.BODY, Authorization.Pkce.NONE, " ",
                  List.of(), Map.of(), TokenEndpoint.standard(), Refresh.rotating()),
              List.of(new StreamDescriptor("weights", "Weights", Set.of(),
                  StreamDescriptor.Movement.INCREMENTAL, StreamDescriptor.Granularity.INSTANT,
                  null, Duration.ZERO, Duration.ofHours(1), null, false, /*mapping*/)),
              List.of(/*budgets*/), Set.of(),
              List.of(new ConfigKey("page-size", ConfigKey.Type.INTEGER, "100", "Size of a page.")));
        }

        @Override public Provider create(PluginContext context) { /*create*/
          return new Provider() {
            @Override public Page fetch(FetchRequest request, ProviderHttp http)
                throws ProviderException { /*fetch*/
              String answer = "" + context.config().integer("page-size");
              return new Page(new RawPage(request.stream(), Payload.of(answer), "text/plain",
                  Map.of(), context.clock().instant()), new Cursor(1, "1"), false);
            }
            @Override public void map(RawPage page, ReadingSink sink)
                throws ProviderException { /*map*/ }
          };
        }
      }
      """;

  private final Map<String, String> parts =
      new LinkedHashMap<>(Map.of("id", "zoo", "spi", "1, 0", "mapping", "null", "budgets", ""));

  /** Puts code at the marked place. */
  PluginSource with(String part, String code) {
    parts.put(part, code);
    return this;
  }

  String code() {
    String code = TEMPLATE;
    for (Map.Entry<String, String> part : parts.entrySet()) {
      code = code.replace("/*" + part.getKey() + "*/", part.getValue());
    }
    return code;
  }

  /** A jar that holds this plugin and names it as its entry. */
  PluginJar jar() {
    return new PluginJar().source(CLASS, code()).entry(CLASS);
  }
}
