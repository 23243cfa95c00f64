package org.healthsync.override;

import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.healthsync.map.MappedPage;
import org.healthsync.map.MappingExample;
import org.healthsync.map.MappingFileException;
import org.healthsync.map.StreamMapping;
import org.healthsync.map.fhir.ExampleReadings;
import org.healthsync.map.fhir.FhirRenderer;
import org.healthsync.map.fhir.FhirResource;
import org.healthsync.map.fhir.ResourceContext;
import org.healthsync.platform.FileMistake;
import org.healthsync.spi.ProviderException;
import org.healthsync.spi.reading.MappingProblem;
import org.healthsync.spi.reading.Reading;
import org.healthsync.validate.Issue;
import org.healthsync.validate.Verdict;

/**
 * Proves a mapping before it is put to work: it compiles, its examples give what they say, and what
 * the examples become is valid FHIR R5; for a table the examples are made up of its changed rows.
 * Blocks for the time of some full validations. Safe for many threads.
 */
public final class MappingProof {

  private final ActiveMappings active;
  private final Tables tables;
  private final ResourceContext nobody;

  /** Proves streams with the table at work, and tables over the shipped one. */
  public MappingProof(ActiveMappings active, Tables tables) {
    this.active = active;
    this.tables = tables;
    this.nobody =
        new ResourceContext(
            "example", "example", "example", "Patient/example", tables.base(), ZoneOffset.UTC);
  }

  /** Compiles a stream's mapping without proving it. */
  static StreamMapping compile(MappingName name, String yaml) throws BrokenMappingException {
    try {
      return StreamMapping.compile(name.file(), yaml);
    } catch (MappingFileException e) {
      throw broken(e);
    }
  }

  private static BrokenMappingException broken(MappingFileException e) {
    return new BrokenMappingException(
        e.mistakes().stream()
            .map(m -> new FileMistake(m.file(), m.line(), m.key(), m.message()))
            .toList());
  }

  /**
   * Proves a mapping.
   *
   * @throws BrokenMappingException with everything that is wrong with it
   */
  public void prove(MappingName name, String yaml) throws BrokenMappingException {
    List<FileMistake> mistakes = name.isTable() ? ofTable(yaml) : ofStream(name, yaml);
    if (!mistakes.isEmpty()) {
      throw new BrokenMappingException(mistakes);
    }
  }

  private List<FileMistake> ofTable(String yaml) throws BrokenMappingException {
    Table table = tables.overlaid(yaml);
    List<FileMistake> mistakes = new ArrayList<>();
    for (String type : table.mapping().changedTypes().stream().sorted().toList()) {
      Place place = new Place(MappingName.TABLE.file(), lineOf(type, yaml), "types." + type);
      proveReadings(table, ExampleReadings.of(table.mapping(), type), place, mistakes);
    }
    return mistakes;
  }

  private List<FileMistake> ofStream(MappingName name, String yaml) throws BrokenMappingException {
    StreamMapping mapping = compile(name, yaml);
    List<FileMistake> mistakes = new ArrayList<>();
    try {
      mapping.proveExamples();
      Table table = active.current().table();
      for (MappingExample example : mapping.examples()) {
        MappedPage page = mapping.map(example.page());
        Place place = new Place(name.file(), example.line(), "examples");
        proveReadings(table, page.readings(), place, mistakes);
      }
    } catch (MappingFileException e) {
      throw broken(e);
    } catch (ProviderException e) {
      throw new IllegalStateException("the examples could be read a moment ago", e);
    }
    return mistakes;
  }

  private void proveReadings(
      Table table, List<Reading> readings, Place place, List<FileMistake> mistakes) {
    FhirRenderer.RenderedPage rendered = table.renderer().renderPage(nobody, readings);
    for (MappingProblem problem : rendered.problems()) {
      mistakes.add(
          place.mistake(
              problem.type()
                  + " cannot be rendered: "
                  + problem.code()
                  + ": "
                  + problem.message()));
    }
    for (FhirResource resource : rendered.resources()) {
      Verdict verdict = table.validator().validate(resource.json());
      if (!verdict.valid()) {
        mistakes.add(
            place.mistake(
                resource.readingType() + " becomes no valid FHIR R5: " + errors(verdict)));
      }
    }
  }

  /** Readings of examples are made up, so that these messages can be shown. */
  private static String errors(Verdict verdict) {
    return verdict.issues().stream()
        .filter(issue -> issue.severity().compareTo(Issue.Severity.WARNING) < 0)
        .map(issue -> issue.location() + ": " + issue.message())
        .distinct()
        .limit(3)
        .collect(Collectors.joining("; "));
  }

  private static int lineOf(String type, String yaml) {
    List<String> lines = yaml.lines().toList();
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).strip().startsWith(type + ":")) {
        return i + 1;
      }
    }
    return 1;
  }

  private record Place(String file, int line, String key) {
    FileMistake mistake(String message) {
      return new FileMistake(file, line, key, message);
    }
  }
}
