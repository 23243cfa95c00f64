package org.healthsync.it.arquillian;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/** The WAR as it is shipped, with a test inside. */
final class TestWar {

  private static final String WEB_XML = "WEB-INF/web.xml";

  // the product's web.xml shuts out servlets of libraries, and the test runner is one
  private static final String RUNNER =
      """
        <servlet>
          <servlet-name>ArquillianServletRunnerEE9</servlet-name>
          <servlet-class>org.jboss.arquillian.protocol.servlet5.runner.ServletTestRunner</servlet-class>
        </servlet>
        <servlet-mapping>
          <servlet-name>ArquillianServletRunnerEE9</servlet-name>
          <url-pattern>/ArquillianServletRunnerEE9</url-pattern>
        </servlet-mapping>
      </web-app>
      """;

  private TestWar() {}

  static WebArchive with(Class<?> test) {
    Path shipped =
        Path.of(System.getProperty("healthsync.server.template"), "apps", "health-data-sync.war");
    WebArchive war =
        ShrinkWrap.create(WebArchive.class, "health-data-sync.war")
            .merge(ShrinkWrap.createFromZipFile(WebArchive.class, shipped.toFile()));
    String webXml = text(war).replace("</web-app>", RUNNER);
    war.delete(WEB_XML);
    return war.setWebXML(new StringAsset(webXml))
        .addClass(test)
        .addAsLibraries(jarOf(org.assertj.core.api.Assertions.class));
  }

  private static String text(WebArchive war) {
    try (var stream = war.get(WEB_XML).getAsset().openStream()) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static File jarOf(Class<?> type) {
    try {
      return new File(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
