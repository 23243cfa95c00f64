package org.healthsync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.EvaluationResult;
import jakarta.persistence.Entity;
import jakarta.persistence.EntityManager;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The rules of {@link ArchitectureTest} find what they are there to find, and no more. */
class ArchitectureRulesTest {

  static Stream<Arguments> offenders() {
    return Stream.of(
        arguments(ArchitectureTest.threads_come_from_the_server, OwnPool.class),
        arguments(ArchitectureTest.threads_come_from_the_server, OwnThread.class),
        arguments(ArchitectureTest.threads_come_from_the_server, CommonPool.class),
        arguments(ArchitectureTest.nobody_waits_on_a_thread, Sleeper.class),
        arguments(ArchitectureTest.time_is_an_input, Present.class),
        arguments(ArchitectureTest.time_is_an_input, Today.class),
        arguments(ArchitectureTest.time_is_an_input, Millis.class),
        arguments(ArchitectureTest.time_is_an_input, OwnClock.class),
        arguments(ArchitectureTest.nothing_is_printed, Printer.class),
        arguments(ArchitectureTest.resources_are_thin, ThickResource.class),
        arguments(ArchitectureTest.every_resource_method_says_who_may_call_it, OpenResource.class),
        arguments(ArchitectureTest.entities_stay_in_their_stage, PublicRow.class),
        arguments(ArchitectureTest.names_come_from_the_domain, SyncManager.class));
  }

  @ParameterizedTest
  @MethodSource("offenders")
  void offenderIsFoundAndToldWhatToDoInstead(ArchRule rule, Class<?> offender) {
    EvaluationResult result = rule.evaluate(new ClassFileImporter().importClasses(offender));

    assertThat(result.hasViolation()).isTrue();
    assertThat(result.getFailureReport().toString())
        .contains("because")
        .contains(offender.getSimpleName());
  }

  static Stream<Arguments> goodCitizens() {
    return Stream.of(
        arguments(ArchitectureTest.threads_come_from_the_server, LentPool.class),
        arguments(ArchitectureTest.time_is_an_input, GivenClock.class));
  }

  @ParameterizedTest
  @MethodSource("goodCitizens")
  void whatTheRuleAsksForPasses(ArchRule rule, Class<?> citizen) {
    EvaluationResult result = rule.evaluate(new ClassFileImporter().importClasses(citizen));

    assertThat(result.getFailureReport().getDetails()).isEmpty();
  }

  static final class OwnPool {
    ExecutorService pool() {
      return Executors.newCachedThreadPool();
    }
  }

  static final class OwnThread {
    Thread thread(Runnable work) {
      return new Thread(work);
    }
  }

  static final class CommonPool {
    CompletableFuture<String> later() {
      return CompletableFuture.supplyAsync(() -> "done");
    }
  }

  static final class LentPool {
    CompletableFuture<String> later(ExecutorService workers) {
      return CompletableFuture.supplyAsync(() -> "done", workers);
    }
  }

  static final class Sleeper {
    void doze() throws InterruptedException {
      Thread.sleep(1);
    }
  }

  static final class Present {
    Instant moment() {
      return Instant.now();
    }
  }

  static final class Today {
    LocalDate day() {
      return LocalDate.now(ZoneOffset.UTC);
    }
  }

  static final class Millis {
    long moment() {
      return System.currentTimeMillis();
    }
  }

  static final class OwnClock {
    Clock clock() {
      return Clock.systemUTC();
    }
  }

  static final class GivenClock {
    LocalDate day(Clock clock) {
      return LocalDate.now(clock);
    }
  }

  static final class Printer {
    void print() {
      System.out.println("printed");
    }
  }

  @Path("/thick")
  static final class ThickResource {
    Object find(EntityManager entities) {
      return entities.find(PublicRow.class, 1);
    }
  }

  @Path("/open")
  static final class OpenResource {
    @GET
    public String read() {
      return "anybody";
    }
  }

  @Entity
  public static class PublicRow {}

  static final class SyncManager {}
}
