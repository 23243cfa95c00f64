package org.healthsync.map.fhir;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.healthsync.map.fhir.Row.CodeRef;
import org.healthsync.map.fhir.Row.ComponentRow;
import org.healthsync.map.fhir.Row.Day;
import org.healthsync.map.fhir.Row.Form;
import org.healthsync.map.fhir.Row.Resource;
import org.healthsync.map.fhir.Row.ValueRule;
import org.junit.jupiter.api.Test;

/**
 * The tables of docs/fhir.md are those of the mapping. {@code -Ddocs.write=true} writes them anew.
 */
class FhirPageTest {

  private static final Path PAGE = Path.of("..", "docs", "fhir.md");
  private static final String BEGIN = "<!-- tables: written by FhirPageTest -->\n";

  private final FhirMapping mapping = ExampleProvider.mapping();
  private final Set<String> off = FhirMapping.load().dropped();

  @Test
  void thePageHasTheTablesOfTheMapping() throws IOException {
    String page = Files.readString(PAGE);
    String text = page.substring(0, page.indexOf(BEGIN) + BEGIN.length());
    String expected = text + types() + "\n### Components\n\n" + components();
    if (Boolean.getBoolean("docs.write")) {
      Files.writeString(PAGE, expected);
    }
    assertThat(page).isEqualTo(expected);
  }

  private String types() {
    StringBuilder table = new StringBuilder("\n");
    line(table, List.of("reading type", "becomes", "category", "code", "value", "profile", "time"));
    line(table, List.of("---", "---", "---", "---", "---", "---", "---"));
    for (Row row : rows()) {
      Row.About about = row.about();
      line(
          table,
          List.of(
              "`" + row.type() + "`" + (off.contains(row.type()) ? " (off)" : ""),
              row.resource() == Resource.OBSERVATION ? "" : row.resource().fhirType(),
              String.valueOf(about.category() == null ? "" : about.category()),
              codes(about.codes()),
              row.value() == null ? "components" : value(row.value()),
              String.valueOf(about.profile() == null ? "" : about.profile()),
              time(row)));
    }
    return table.toString();
  }

  private String components() {
    StringBuilder table = new StringBuilder();
    line(table, List.of("reading type", "component", "code", "value"));
    line(table, List.of("---", "---", "---", "---"));
    for (Row row : rows()) {
      for (ComponentRow component : row.components().values()) {
        String needed = component.required() ? ", needed" : "";
        line(
            table,
            List.of(
                "`" + row.type() + "`",
                "`" + component.type() + "`",
                codes(component.codes()),
                value(component.value()) + needed));
      }
    }
    return table.toString();
  }

  private List<Row> rows() {
    List<Row> rows = new ArrayList<>();
    for (String type : mapping.types()) {
      Row row = mapping.row(type).orElseThrow();
      rows.addAll(row.byUnit().isEmpty() ? List.of(row) : row.byUnit().values());
    }
    return rows;
  }

  private static String codes(Collection<CodeRef> codes) {
    return codes.stream()
        .map(
            code ->
                switch (code.vocabulary()) {
                  case OWN -> "`" + code.code() + "`";
                  case PROVIDER -> "provider's `" + code.code() + "`";
                  default -> code.vocabulary() + " " + code.code();
                })
        .collect(Collectors.joining(", "));
  }

  private static String value(ValueRule rule) {
    return switch (rule.kind()) {
      case QUANTITY, RATE -> "`" + rule.unit() + "`";
      case SAMPLED -> "samples, `" + rule.unit() + "`";
      case STAGES -> "stages";
      case CODED -> "code";
      case DATE -> "date";
      case DOCUMENT -> "file";
    };
  }

  private static String time(Row row) {
    return row.times().forms().size() == Form.values().length
        ? ""
        : row.times().forms().stream()
            .map(
                form ->
                    form == Form.DAY && row.times().day() == Day.PERIOD
                        ? "whole day"
                        : form.name().toLowerCase(Locale.ROOT))
            .collect(Collectors.joining(", "));
  }

  private static void line(StringBuilder table, List<String> cells) {
    table.append("| ").append(String.join(" | ", cells)).append(" |\n");
  }
}
