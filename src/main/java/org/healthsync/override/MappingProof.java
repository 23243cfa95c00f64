package org.healthsync.override;

import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.healthsync.map.MappingFileException;
import org.healthsync.map.StreamMapping;
import org.healthsync.map.fhir.ExampleReadings;
import org.healthsync.map.fhir.FhirResource;
import org.healthsync.map.fhir.ResourceContext;
import org.healthsync.platform.FileMistake;
import org.healthsync.spi.reading.Reading;
import org.healthsync.validate.Issue;
import org.healthsync.validate.Verdict;

/**
 * Proves a mapping before it is put to work: it compiles, and what its examples become is valid
 * FHIR R5. Blocks for the time of some full validations. Safe for many threads.
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
      throw new BrokenMappingException(
          e.mistakes().stream()
              .map(m -> new FileMistake(m.file(), m.line(), m.key(), m.message()))
              .toList());
    }
  }

  /**
   * Proves a mapping.
   *
   * @throws BrokenMappingException with everything that is wrong with it
   */
  public void prove(MappingName name, String yaml) throws BrokenMappingException {
    List<FileMistake> mistakes = new ArrayList<>();
    if (name.isTable()) {
      Table table = tables.overlaid(yaml);
      for (String type : table.mapping().changedTypes().stream().sorted().toList()) {
        proveRow(table, type, yaml, mistakes);
      }
    } else {
      compile(name, yaml);
      active.current().table();
    }
    if (!mistakes.isEmpty()) {
      throw new BrokenMappingException(mistakes);
    }
  }

  private void proveRow(Table table, String type, String yaml, List<FileMistake> mistakes) {
    List<Reading> examples = ExampleReadings.of(table.mapping(), type);
    for (FhirResource resource : table.renderer().renderPage(nobody, examples).resources()) {
      Verdict verdict = table.validator().validate(resource.json());
      if (!verdict.valid()) {
        mistakes.add(
            new FileMistake(
                MappingName.TABLE.file(),
                lineOf(type, yaml),
                "types." + type,
                "what it makes is not valid FHIR R5: " + errors(verdict)));
        return;
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
}
