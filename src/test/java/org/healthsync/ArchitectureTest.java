package org.healthsync;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleName;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleNameEndingWith;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.persistence.Entity;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.time.Clock;
import java.util.Date;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;

/** How the service is cut. Each rule ends with what to do instead. */
@AnalyzeClasses(
    packages = "org.healthsync",
    importOptions = {ImportOption.DoNotIncludeTests.class})
final class ArchitectureTest {

  private static final Set<String> NOW =
      Set.of(
          "now", "today", "systemUTC", "systemDefaultZone", "system", "tickSeconds", "tickMillis");

  @ArchTest
  static final ArchRule stages_do_not_know_one_another =
      slices()
          .matching(
              "org.healthsync.(connect|notify|schedule|fetch|validate|archive|ledger|deliver|events)..")
          .should()
          .notDependOnEachOther()
          .because(
              "only sync sees the whole flow: let the stage ask for an interface of its own"
                  + " and tie the two together in sync");

  @ArchTest
  static final ArchRule only_sync_sees_the_stages_from_above =
      noClasses()
          .that()
          .resideOutsideOfPackage("org.healthsync.sync..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.healthsync.sync..")
          .because(
              "nothing is above sync: what a stage needs of it, it declares as an interface"
                  + " that sync implements");

  @ArchTest
  static final ArchRule platform_knows_no_stage =
      noClasses()
          .that()
          .resideInAPackage("org.healthsync.platform..")
          .should()
          .dependOnClassesThat(
              resideInAnyPackage("org.healthsync..")
                  .and(not(resideInAnyPackage("org.healthsync.platform.."))))
          .because(
              "everybody stands on platform: move what is about a stage into that stage, and"
                  + " register API classes by ApiModule");

  @ArchTest
  static final ArchRule plugin_knows_the_spi_the_mapping_and_the_platform_only =
      noClasses()
          .that()
          .resideInAPackage("org.healthsync.plugin..")
          .should()
          .dependOnClassesThat(
              resideInAnyPackage("org.healthsync..")
                  .and(
                      not(
                          resideInAnyPackage(
                              "org.healthsync.plugin..",
                              "org.healthsync.spi..",
                              "org.healthsync.map..",
                              "org.healthsync.platform.."))))
          .because("plugins are loaded before any stage exists: hand in what is needed");

  @ArchTest
  static final ArchRule mapping_and_validation_know_the_spi_only =
      noClasses()
          .that()
          .resideInAnyPackage("org.healthsync.map..", "org.healthsync.validate..")
          .should()
          .dependOnClassesThat(
              resideInAnyPackage("org.healthsync..")
                  .and(
                      not(
                          resideInAnyPackage(
                              "org.healthsync.map..",
                              "org.healthsync.validate..",
                              "org.healthsync.spi.."))))
          .because("plugin authors run the mapping without the service: pass values in");

  @ArchTest
  static final ArchRule spi_stands_alone =
      noClasses()
          .that()
          .resideInAPackage("org.healthsync.spi..")
          .should()
          .dependOnClassesThat(
              not(resideInAnyPackage("org.healthsync.spi..", "java..", "org.jspecify..")))
          .because("a plugin compiles against the SPI and the JDK: keep libraries in the host");

  @ArchTest
  static final ArchRule packages_of_the_application_have_no_cycles =
      slices()
          .matching("org.healthsync.(*)..")
          .should()
          .beFreeOfCycles()
          .because(
              "a cycle is one package in disguise: turn one direction into an interface of"
                  + " the package that is called");

  @ArchTest
  static final ArchRule threads_come_from_the_server =
      // the JVM takes nothing but a thread to be run at its end
      noClasses()
          .that(not(simpleName("ServiceStop")))
          .should()
          .dependOnClassesThat(assignableTo(Executors.class).or(assignableTo(ForkJoinPool.class)))
          .orShould()
          .callConstructor(Thread.class)
          .orShould()
          .callConstructor(Thread.class, Runnable.class)
          .orShould()
          .callConstructor(Thread.class, String.class)
          .orShould()
          .callConstructor(Thread.class, Runnable.class, String.class)
          .orShould()
          .callMethodWhere(
              target(owner(assignableTo(CompletableFuture.class)))
                  .and(describe("on the common pool", ArchitectureTest::withoutExecutor)))
          .because(
              "threads of our own lack the server's context and limits: take an ExecutorService,"
                  + " which the wiring looks up as concurrent/workers, calls or timers");

  @ArchTest
  static final ArchRule nobody_waits_on_a_thread =
      noClasses()
          .should()
          .callMethodWhere(target(owner(assignableTo(Thread.class))).and(target(name("sleep"))))
          .because("waiting must not hold a thread: put the work back with the time to try again");

  @ArchTest
  static final ArchRule time_is_an_input =
      noClasses()
          .that(not(simpleName("PlatformWiring")))
          .should()
          .callMethodWhere(describe("ask the machine for the time", ArchitectureTest::asksTheTime))
          .because("tests move the clock: take a java.time.Clock, which PlatformWiring produces");

  @ArchTest
  static final ArchRule nothing_is_printed =
      noClasses()
          .that(not(simpleName("NewKeyset")))
          .should()
          .accessField(System.class, "out")
          .orShould()
          .accessField(System.class, "err")
          .because(
              "the server's log is System.Logger; NewKeyset is a command that prints its result");

  @ArchTest
  static final ArchRule resources_are_thin =
      noClasses()
          .that()
          .areAnnotatedWith(Path.class)
          .should()
          .dependOnClassesThat(
              resideInAnyPackage("java.sql..", "javax.sql..", "jakarta.persistence..")
                  .or(simpleName("Database")))
          .because(
              "a resource checks its input, calls one method and builds the answer: put"
                  + " queries into a repository of the stage");

  @ArchTest
  static final ArchRule every_resource_method_says_who_may_call_it =
      methods()
          .that(describe("answer requests", ArchitectureTest::answersRequests))
          .should()
          .beAnnotatedWith(RolesAllowed.class)
          .orShould()
          .beAnnotatedWith(PermitAll.class)
          .orShould()
          .beDeclaredInClassesThat(
              describe(
                  "are annotated with @RolesAllowed or @PermitAll",
                  type ->
                      type.isAnnotatedWith(RolesAllowed.class)
                          || type.isAnnotatedWith(PermitAll.class)))
          .because("what nobody thought of must be refused: annotate the method or its class");

  @ArchTest
  static final ArchRule sql_stays_in_the_stages_that_own_tables =
      noClasses()
          .that()
          .resideInAnyPackage(
              "org.healthsync.fetch..",
              "org.healthsync.map..",
              "org.healthsync.validate..",
              "org.healthsync.plugin..",
              "org.healthsync.spi..",
              "org.healthsync.notify.api..",
              "org.healthsync.connect.api..",
              "org.healthsync.connect.oauth..",
              "org.healthsync.deliver.fhir..")
          .should()
          .dependOnClassesThat(resideInAnyPackage("java.sql..", "javax.sql.."))
          .because(
              "SQL lives in the repositories of connect, notify, schedule, ledger, deliver and"
                  + " platform: ask one of them, or add a method there");

  @ArchTest
  static final ArchRule entities_stay_in_their_stage =
      classes()
          .that()
          .areAnnotatedWith(Entity.class)
          .should()
          .bePackagePrivate()
          .because("entities are mutable: map them to a record before they leave their stage");

  @ArchTest
  static final ArchRule names_come_from_the_domain =
      noClasses()
          .should()
          .haveSimpleNameEndingWith("Manager")
          .orShould()
          .haveSimpleNameEndingWith("Helper")
          .orShould()
          .haveSimpleNameEndingWith("Utils")
          .orShould()
          .haveSimpleNameEndingWith("Util")
          .orShould()
          .haveSimpleNameEndingWith("Impl")
          .because("such a name says nothing: name the class for the one thing that it does");

  @ArchTest
  static final ArchRule injection_stays_in_wiring_and_faces =
      noClasses()
          .that(not(simpleNameEndingWith("Wiring")).and(not(resideInAnyPackage("..api.."))))
          .should()
          .dependOnClassesThat()
          .haveFullyQualifiedName("jakarta.enterprise.inject.Produces")
          .because("domain classes are plain Java: let the stage's Wiring class produce them");

  private static boolean withoutExecutor(JavaCall<?> call) {
    return call.getTarget().getName().endsWith("Async")
        && call.getTarget().getRawParameterTypes().stream()
            .noneMatch(type -> type.isAssignableTo(Executor.class));
  }

  private static boolean asksTheTime(JavaCall<?> call) {
    JavaClass owner = call.getTargetOwner();
    String method = call.getTarget().getName();
    if (owner.isEquivalentTo(System.class)) {
      return method.equals("currentTimeMillis");
    }
    boolean givesTime = owner.getPackageName().equals("java.time");
    boolean fromClock =
        call.getTarget().getRawParameterTypes().stream()
            .anyMatch(type -> type.isEquivalentTo(Clock.class));
    boolean newDate =
        owner.isEquivalentTo(Date.class)
            && method.equals("<init>")
            && call.getTarget().getRawParameterTypes().isEmpty();
    return newDate || (givesTime && NOW.contains(method) && !fromClock);
  }

  private static boolean answersRequests(JavaMethod method) {
    return method.getAnnotations().stream()
        .anyMatch(annotation -> annotation.getRawType().isAnnotatedWith(HttpMethod.class));
  }
}
