package org.healthsync.map;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.healthsync.map.MappingFileException.Mistake;
import org.healthsync.spi.ProviderException;
import org.jspecify.annotations.Nullable;

/** Compares what a mapping makes of its examples with what they say. */
final class ExampleProof {

  private final String file;
  private final StreamMapper mapper;
  private final List<Mistake> mistakes = new ArrayList<>();

  ExampleProof(String file, StreamMapper mapper) {
    this.file = file;
    this.mapper = mapper;
  }

  /** All that is wrong, in order. */
  List<Mistake> mistakes(List<MappingExample> examples) {
    for (int i = 0; i < examples.size(); i++) {
      prove(examples.get(i), "examples[" + i + "]");
    }
    return mistakes;
  }

  private void prove(MappingExample example, String key) {
    try {
      MappedPage page = mapper.map(example.page());
      readings(example, key, page);
      problems(example, key, page);
      skipped(example, key, page);
    } catch (ProviderException e) {
      mistake(example, key + ".page", "cannot be read: " + e.getMessage());
    }
  }

  private void readings(MappingExample example, String key, MappedPage page) {
    int count = page.readings().size();
    Integer wanted = example.readings();
    if (wanted == null ? count == 0 : count != wanted) {
      mistake(example, key + ".readings", "gives " + count + " readings" + instead(wanted));
    }
  }

  private void problems(MappingExample example, String key, MappedPage page) {
    int count = page.problems().size();
    if (count != example.problems()) {
      String what = "gives " + count + " problems" + instead(example.problems());
      String found =
          page.problems().stream()
              .map(problem -> problem.code() + " at " + problem.pointer())
              .collect(Collectors.joining(", "));
      mistake(example, key + ".problems", count == 0 ? what : what + " (" + found + ")");
    }
  }

  private void skipped(MappingExample example, String key, MappedPage page) {
    int count = page.skipped().values().stream().mapToInt(Integer::intValue).sum();
    if (count != example.skipped()) {
      String what = "skips " + count + " parts" + instead(example.skipped());
      mistake(example, key + ".skipped", count == 0 ? what : what + " " + page.skipped());
    }
  }

  private static String instead(@Nullable Integer wanted) {
    return wanted == null ? "" : " instead of " + wanted;
  }

  private void mistake(MappingExample example, String key, String what) {
    String message = "example '" + example.name() + "' " + what;
    mistakes.add(new Mistake(file, example.line(), key, message));
  }
}
