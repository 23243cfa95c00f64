package org.healthsync.validate;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.support.DefaultProfileValidationSupport;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.healthsync.map.fhir.FhirResource;
import org.junit.jupiter.api.Test;

/**
 * The two short cuts of the validation say what the long way says.
 *
 * <p>100,000 resources: the forms that the table gives, a part of them broken (an element missing,
 * a wrong code, no time, a component too many, ...), each many times with other values, in random
 * order, so that the first of a shape, whose verdict the others get, is any of them. In every build
 * the full validator also judges a random part of them; with {@code -Dequivalence.full=true} all of
 * them, which takes some minutes.
 */
class EquivalenceTest {

  private static final boolean FULL = Boolean.getBoolean("equivalence.full");
  private static final int RESOURCES = Integer.getInteger("equivalence.resources", 100_000);
  private static final int FORMS = FULL ? 1200 : 300;
  private static final int BROKEN = FULL ? 1800 : 450;
  private static final int SAMPLE = 10_000;
  private static final int BATCH = 5000;
  private static final int COMPARED_DEFINITIONS = 40;

  private static final long SEED = Long.getLong("equivalence.seed", 20261123L);

  private final FullValidator full = Resources.fullValidator();
  private final Mutations mutations = new Mutations(SEED);

  @Test
  void theVerdictByShapeIsTheVerdictOfTheFullValidator() {
    ResourceValidator byShape = new ResourceValidator(full);
    Random random = new Random(SEED);
    Variations variations = new Variations(SEED);
    List<String> kinds = kinds(random);
    AtomicInteger invalid = new AtomicInteger();
    AtomicInteger compared = new AtomicInteger();
    for (int done = 0; done < RESOURCES; done += BATCH) {
      List<String> batch = new ArrayList<>();
      for (int i = 0; i < Math.min(BATCH, RESOURCES - done); i++) {
        batch.add(variations.vary(kinds.get(random.nextInt(kinds.size()))));
      }
      List<Verdict> verdicts = batch.parallelStream().map(byShape::byShape).toList();
      int step = FULL ? 1 : RESOURCES / SAMPLE;
      IntStream.range(0, batch.size())
          .parallel()
          .forEach(
              i -> {
                invalid.addAndGet(verdicts.get(i).valid() ? 0 : 1);
                if (i % step == 0) {
                  compared.incrementAndGet();
                  compare(batch.get(i), verdicts.get(i));
                }
              });
      if (FULL) {
        System.out.printf("equivalence: agrees on %d%n", compared.get());
      }
    }
    long shapes = byShape.fullValidations();
    System.out.printf(
        "equivalence: %d resources of %d shapes, %d not valid; the full validator agrees on %d%n",
        RESOURCES, shapes, invalid.get(), compared.get());
    assertThat(shapes).as("shapes").isBetween(kinds.size() / 2L, RESOURCES / 10L);
    assertThat(invalid.get()).as("broken on purpose").isGreaterThan(RESOURCES / 10);
    assertThat(compared.get()).isGreaterThanOrEqualTo(FULL ? RESOURCES : SAMPLE);
  }

  /** Forms as the table gives them, and broken ones. */
  private List<String> kinds(Random random) {
    List<FhirResource> forms = new ArrayList<>(Resources.examplesInEveryForm());
    Collections.shuffle(forms, random);
    Map<String, FhirResource> types = new HashMap<>();
    forms.forEach(form -> types.putIfAbsent(form.readingType(), form));
    List<String> kinds = new ArrayList<>();
    types.values().forEach(form -> kinds.add(form.json()));
    forms.stream().limit(FORMS).forEach(form -> kinds.add(form.json()));
    for (int i = 0; i < BROKEN; i++) {
      kinds.add(mutations.mutate(forms.get(random.nextInt(forms.size())).json()));
    }
    return kinds;
  }

  private void compare(String json, Verdict verdict) {
    List<Issue> expected = full.validate(json);
    assertThat(verdict.issues())
        .as(() -> "seed " + SEED + ": " + json + " " + expected + " " + verdict.issues())
        .extracting(Issue::severity)
        .isEqualTo(expected.stream().map(Issue::severity).toList());
  }

  @Test
  void definitionsParsedOnDemandGiveTheIssuesThatAllDefinitionsGive() {
    FhirContext context = FhirContext.forR5Cached();
    FullValidator all =
        FullValidator.build(
            context, new DefaultProfileValidationSupport(context), Resources.ownDefinitions());
    List<FhirResource> examples = Resources.examples();
    Random random = new Random(SEED);
    for (int i = 0; i < COMPARED_DEFINITIONS; i++) {
      String json = mutations.mutate(examples.get(random.nextInt(examples.size())).json());
      assertThat(full.validate(json))
          .as(() -> "seed " + SEED + ": " + json)
          .isEqualTo(all.validate(json));
    }
  }
}
