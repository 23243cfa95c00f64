package org.healthsync.validate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.healthsync.map.fhir.FhirResource;
import org.junit.jupiter.api.Test;

class ResourceValidatorTest {

  private final ResourceValidator validator = new ResourceValidator(Resources.fullValidator());

  @Test
  void aShapeIsValidatedOnceEvenWhenManyThreadsMeetItTogether() throws Exception {
    String weight = weight();
    CountDownLatch start = new CountDownLatch(1);
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      List<Future<Verdict>> verdicts =
          IntStream.range(0, 8)
              .mapToObj(
                  i ->
                      threads.submit(
                          (Callable<Verdict>)
                              () -> {
                                start.await();
                                return validator.validate(value(weight, "7" + i + ".5"));
                              }))
              .toList();
      start.countDown();
      for (Future<Verdict> verdict : verdicts) {
        assertThat(verdict.get().valid()).isTrue();
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(validator.fullValidations()).isEqualTo(1);
  }

  @Test
  void unitOnWhichTheCoreValidatorFailsIsAnErrorAndNotAnException() {
    String number = "123456789012345678901234567890";
    String json = weight().replace("\"code\":\"kg\"", "\"code\":\"" + number + "\"");
    assertThat(json).contains(number);

    Verdict verdict = validator.validate(json);

    assertThat(verdict.valid()).isFalse();
    assertThat(verdict.issues().toString()).doesNotContain(number);
  }

  @Test
  void warmingUpMakesTheShapesOfAllExamplesKnown() {
    List<String> examples = Resources.examples().stream().map(FhirResource::json).toList();
    validator.warmUp(Runnable::run, examples);
    long after = validator.fullValidations();
    assertThat(after).isLessThanOrEqualTo(examples.size());

    for (FhirResource example : Resources.examples()) {
      assertThat(validator.validate(example.withStatus("amended")).valid()).isTrue();
    }
    String provenance = Resources.provenance(List.of("Observation/c")).json();
    assertThat(validator.validate(provenance).valid()).isTrue();
    assertThat(validator.fullValidations()).isEqualTo(after);
  }

  @Test
  void aShapeKnownFromTheExampleProviderIsKnownForEveryProvider() {
    String example = weight();
    validator.warmUp(Runnable::run, List.of(example));
    String withings = example.replace("/fhir/sid/example/", "/fhir/sid/withings/");
    assertThat(withings).isNotEqualTo(example);
    assertThat(validator.validate(withings).valid()).isTrue();
    assertThat(validator.fullValidations()).isEqualTo(1);
  }

  @Test
  void anInvalidResourceIsJudgedByItsOwnIssues() {
    String noUnit = weight().replace("\"unit\":\"kg\",", "");
    Verdict first = validator.validate(noUnit);
    Verdict second = validator.validate(value(noUnit, "73.5"));
    assertThat(first.valid()).isFalse();
    assertThat(second.valid()).isFalse();
    assertThat(second.issues()).isEqualTo(first.issues());
    assertThat(validator.fullValidations()).isGreaterThan(2);
  }

  @Test
  void aNameThatStandsTwiceIsNotValid() {
    String twice = weight().replaceFirst("\"unit\":\"kg\"", "\"unit\":\"kg\",\"unit\":\"kg\"");
    assertThat(validator.validate(twice).valid()).isFalse();
  }

  @Test
  void whatIsNoResourceIsNotValidAndNeedsNoValidator() {
    ResourceValidator cold = new ResourceValidator(Resources.ownDefinitions());
    assertThat(cold.validate("{\"value\":NaN}").valid()).isFalse();
    assertThat(cold.isWarm()).isFalse();
  }

  private static String weight() {
    return Resources.examples().stream()
        .filter(resource -> resource.readingType().equals("body-weight"))
        .findFirst()
        .orElseThrow()
        .json();
  }

  private static String value(String json, String value) {
    return json.replaceFirst("\"value\":[0-9.]+,", "\"value\":" + value + ",");
  }
}
