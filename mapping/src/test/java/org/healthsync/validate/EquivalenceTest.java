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
  private static final int RESOURCES = Integer.getInteger("equivalence.resources", 1000);

  private static final int COMPARED_DEFINITIONS = RESOURCES / 8;

  private static final long SEED = Long.getLong("equivalence.seed", 20261123L);

  private final List<String> own = Resources.ownDefinitions();
  private final FullValidator full = FullValidator.build(FhirContext.forR5Cached(), own);

  @Test
  void theVerdictByShapeIsTheVerdictOfTheFullValidator() {
    ResourceValidator byShape = new ResourceValidator(own);
    int valid = 0;
    for (String json : mutated(RESOURCES)) {
      Verdict expected = Verdict.of(full.validate(json));
      assertThat(byShape.validate(json).valid())
          .as(() -> "seed " + SEED + ": " + json + " " + expected.issues())
          .isEqualTo(expected.valid());
      valid += expected.valid() ? 1 : 0;
    }
    // Neither all valid nor all broken, else the comparison would prove little.
    assertThat(valid).isBetween(RESOURCES / 10, RESOURCES * 9 / 10);
  }

  @Test
  void definitionsParsedOnDemandGiveTheIssuesThatAllDefinitionsGive() {
    FhirContext context = FhirContext.forR5Cached();
    FullValidator all =
        FullValidator.build(context, new DefaultProfileValidationSupport(context), own);
    for (String json : mutated(COMPARED_DEFINITIONS)) {
      assertThat(full.validate(json))
          .as(() -> "seed " + SEED + ": " + json)
          .isEqualTo(all.validate(json));
    }
  }

  private static List<String> mutated(int count) {
    List<FhirResource> examples = Resources.examples();
    Random random = new Random(SEED);
    Mutations mutations = new Mutations(SEED);
    return random
        .ints(count, 0, examples.size())
        .mapToObj(i -> mutations.mutate(examples.get(i).json()))
        .toList();
  }
}
