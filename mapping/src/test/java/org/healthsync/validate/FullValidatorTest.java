package org.healthsync.validate;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import java.util.List;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r5.model.StructureDefinition;
import org.junit.jupiter.api.Test;

class FullValidatorTest {

  private final FhirContext context = FhirContext.forR5Cached();

  @Test
  void ownStructuresAreCompleteBeforeThreadsNeedThem() {
    List<IBaseResource> ours =
        Resources.ownDefinitions().stream().map(context.newJsonParser()::parseResource).toList();
    List<StructureDefinition> structures =
        FullValidator.complete(context, new DefinitionPackages(context), ours)
            .fetchAllStructureDefinitions();

    assertThat(ours).anyMatch(StructureDefinition.class::isInstance);
    assertThat(structures)
        .hasSameSizeAs(ours.stream().filter(StructureDefinition.class::isInstance).toList())
        .allMatch(StructureDefinition::hasSnapshot);
  }
}
