package org.healthsync.override;

import java.net.URI;
import java.util.List;
import org.healthsync.map.fhir.FhirMapping;
import org.healthsync.map.fhir.FhirRenderer;
import org.healthsync.map.fhir.MappingTableException;
import org.healthsync.platform.FileMistake;
import org.healthsync.validate.KnownShapes;
import org.healthsync.validate.ResourceValidator;

/**
 * Makes tables of the shipped one and an operator's file. A validator costs seconds and knows the
 * own codes of a table, so tables with the same codes share one. Safe for many threads.
 */
public final class Tables {

  private final Table shipped;
  private final KnownShapes shapes;
  private final URI base;
  private List<String> lastDefinitions;
  private ResourceValidator lastValidator;

  /**
   * Over the shipped table.
   *
   * @param mapping the service's rows and those of plugins
   * @param validator that knows its codes
   * @param shapes what validators of other codes remember
   * @param base prefix of our own code systems
   */
  public Tables(FhirMapping mapping, ResourceValidator validator, KnownShapes shapes, URI base) {
    this.shipped = new Table(mapping, new FhirRenderer(mapping), validator);
    this.shapes = shapes;
    this.base = base;
    this.lastDefinitions = mapping.terminology().definitions(base);
    this.lastValidator = validator;
  }

  /** The table without any file. */
  public Table shipped() {
    return shipped;
  }

  /** Prefix of our own code systems. */
  URI base() {
    return base;
  }

  /** The shipped table with a file laid over it. */
  Table overlaid(String yaml) throws BrokenMappingException {
    try {
      FhirMapping mapping = shipped.mapping().overlaid(MappingName.TABLE.file(), yaml);
      return new Table(mapping, new FhirRenderer(mapping), validator(mapping));
    } catch (MappingTableException e) {
      throw new BrokenMappingException(
          e.mistakes().stream()
              .map(m -> new FileMistake(m.file(), m.line(), m.key(), m.message()))
              .toList());
    }
  }

  private synchronized ResourceValidator validator(FhirMapping mapping) {
    List<String> definitions = mapping.terminology().definitions(base);
    if (definitions.equals(shipped.mapping().terminology().definitions(base))) {
      return shipped.validator();
    }
    if (!definitions.equals(lastDefinitions)) {
      lastValidator = new ResourceValidator(definitions, shapes);
      lastDefinitions = definitions;
    }
    return lastValidator;
  }
}
