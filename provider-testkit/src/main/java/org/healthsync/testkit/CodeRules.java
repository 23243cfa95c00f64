package org.healthsync.testkit;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.net.DatagramSocket;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URL;
import java.net.URLConnection;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.Random;
import java.util.Timer;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** A plugin describes, the host does: what its classes must not touch. */
interface CodeRules extends PluginUnderTest {

  @TestFactory
  default Stream<DynamicTest> codeLeavesToTheHostWhatIsTheHosts() {
    JavaClasses classes =
        new ClassFileImporter()
            .importUrl(plugin().getClass().getProtectionDomain().getCodeSource().getLocation());
    return DynamicTest.stream(
        Stream.of(sockets(), threads(), time(), chance(), output(), state()),
        ArchRule::getDescription,
        rule -> rule.check(classes));
  }

  private static ArchRule sockets() {
    return noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("java.net.http..", "java.nio.channels..", "javax.net..")
        .orShould()
        .dependOnClassesThat()
        .belongToAnyOf(
            Socket.class, ServerSocket.class, DatagramSocket.class, URL.class, URLConnection.class)
        .as("no sockets")
        .because("the host counts, limits and redacts requests: send them by ProviderHttp");
  }

  private static ArchRule threads() {
    return noClasses()
        .should()
        .dependOnClassesThat()
        .areAssignableTo(Executor.class)
        .orShould()
        .dependOnClassesThat()
        .belongToAnyOf(Thread.class, Timer.class, CompletableFuture.class)
        .as("no threads")
        .because("threads belong to the server: return, and the host calls again");
  }

  private static ArchRule time() {
    return noClasses()
        .should()
        .callMethod(Instant.class, "now")
        .orShould()
        .callMethod(LocalDate.class, "now")
        .orShould()
        .callMethod(LocalDateTime.class, "now")
        .orShould()
        .callMethod(OffsetDateTime.class, "now")
        .orShould()
        .callMethod(ZonedDateTime.class, "now")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(Clock.class, "systemUTC")
        .orShould()
        .callMethod(Clock.class, "systemDefaultZone")
        .as("no clock of its own")
        .because("tests move the clock: take PluginContext.clock()");
  }

  private static ArchRule chance() {
    return noClasses()
        .should()
        .callMethod(UUID.class, "randomUUID")
        .orShould()
        .dependOnClassesThat()
        .areAssignableTo(Random.class)
        .as("no chance")
        .because("a second run must make the same ids: derive them from the provider's");
  }

  private static ArchRule output() {
    return noClasses()
        .should()
        .accessField(System.class, "out")
        .orShould()
        .accessField(System.class, "err")
        .orShould()
        .callMethod(System.class, "exit", int.class)
        .as("no standard streams, no exit")
        .because("the host keeps personal data out of its log: use PluginContext.log()");
  }

  private static ArchRule state() {
    return noFields()
        .that()
        .areStatic()
        .should()
        .notBeFinal()
        .as("no variable static fields")
        .because("a provider keeps no state between calls: put progress into the cursor")
        .allowEmptyShould(true);
  }
}
