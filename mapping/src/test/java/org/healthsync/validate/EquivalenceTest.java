package org.healthsync.validate;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.support.DefaultProfileValidationSupport;
import java.util.List;
import java.util.Random;
import org.healthsync.map.fhir.FhirResource;
import org.junit.jupiter.api.Test;

/** The two short cuts of the validation say what the long way says. */
class EquivalenceTest {

  /** Larger for a long run: {@code -Dequivalence.resources=100000}. */
  private static final int RESOURCES = Integer.getInteger("equivalence.resources", 2000);

  private static final int COMPARED_DEFINITIONS = 40;

  private static final long SEED = Long.getLong("equivalence.seed", 20261123L);

  private final FullValidator full = Resources.fullValidator();
  private final List<FhirResource> examples = Resources.examples();
  private final Mutations mutations = new Mutations(SEED);

  @Test
  void theVerdictByShapeIsTheVerdictOfTheFullValidator() {
    ResourceValidator byShape = new ResourceValidator(full);
    examples.forEach(example -> byShape.validate(example.json()));
    Random random = new Random(SEED);
    int known = 0;
    int invalid = 0;
    for (int i = 0; i < RESOURCES; i++) {
      String example = examples.get(random.nextInt(examples.size())).json();
      String json = i % 4 == 0 ? mutations.mutate(example) : mutations.vary(example);
      long before = byShape.fullValidations();
      Verdict verdict = byShape.validate(json);
      invalid += verdict.valid() ? 0 : 1;
      if (byShape.fullValidations() == before) {
        // Only here the shape has spoken; else the verdict was the full validator's own.
        known++;
        List<Issue> expected = full.validate(json);
        assertThat(verdict.issues())
            .as(() -> "seed " + SEED + ": " + json + " " + expected)
            .extracting(Issue::severity)
            .isEqualTo(expected.stream().map(Issue::severity).toList());
      }
    }
    assertThat(known).as("judged by shape").isGreaterThan(RESOURCES / 4);
    assertThat(invalid).as("broken on purpose").isGreaterThan(RESOURCES / 10);
  }

  @Test
  void definitionsParsedOnDemandGiveTheIssuesThatAllDefinitionsGive() {
    FhirContext context = FhirContext.forR5Cached();
    FullValidator all =
        FullValidator.build(
            context, new DefaultProfileValidationSupport(context), Resources.ownDefinitions());
    Random random = new Random(SEED);
    for (int i = 0; i < COMPARED_DEFINITIONS; i++) {
      String json = mutations.mutate(examples.get(random.nextInt(examples.size())).json());
      assertThat(full.validate(json))
          .as(() -> "seed " + SEED + ": " + json)
          .isEqualTo(all.validate(json));
    }
  }
}
