package org.healthsync.map.file;

import java.io.StringReader;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.healthsync.map.MappingExample;
import org.healthsync.map.MappingFileException;
import org.healthsync.map.plan.Plan;
import org.healthsync.map.plan.Step;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** Compiles mapping files. */
public final class MappingCompiler {

  private static final int MAX_CHARACTERS = 1 << 20;
  private static final int MAX_DEPTH = 50;

  private final String stream;
  private final Mistakes mistakes;

  /**
   * What a file says.
   *
   * @param plan how pages are mapped
   * @param examples what the file proves itself by
   */
  public record MappingFile(Plan plan, List<MappingExample> examples) {
    /** Copies the examples. */
    public MappingFile {
      examples = List.copyOf(examples);
    }
  }

  private MappingCompiler(String stream, Mistakes mistakes) {
    this.stream = stream;
    this.mistakes = mistakes;
  }

  /**
   * Compiles a file.
   *
   * @param fileName for messages; its last part without extension is the name of the stream
   * @param yaml the file's text
   * @throws MappingFileException with every mistake that was found
   */
  public static MappingFile compile(String fileName, String yaml) throws MappingFileException {
    Mistakes mistakes = new Mistakes(fileName);
    String stream = fileName.replaceFirst(".*/", "").replaceFirst("\\.ya?ml$", "");
    Optional<MappingFile> file = new MappingCompiler(stream, mistakes).file(yaml);
    mistakes.throwIfAny();
    return file.orElseThrow();
  }

  private Optional<MappingFile> file(String yaml) {
    Optional<Node> root = parse(yaml);
    if (root.isEmpty()
        || hasAlias(root.get(), Collections.newSetFromMap(new IdentityHashMap<>()))) {
      return Optional.empty();
    }
    SourceReader sources = new SourceReader();
    LoopReader loops = new LoopReader(sources);
    Section section = new Section(Entry.ofFile(root.get(), mistakes));
    int version = section.require("version").map(MappingCompiler::version).orElse(0);
    section.find("tables").ifPresent(sources::tables);
    List<Step> steps =
        section
            .require("rules")
            .map(rules -> new RuleReader(sources, loops).rules(rules, Scope.ofFile()))
            .orElse(List.of());
    List<MappingExample> examples =
        section.find("examples").map(new ExampleReader(stream)::examples).orElse(List.of());
    section.close();
    return Optional.of(new MappingFile(new Plan(version, loops.slots(), steps), examples));
  }

  private static int version(Entry entry) {
    if (!entry.text().matches("[1-9][0-9]{0,8}")) {
      entry.mistake("must be a whole number from 1 on; raise it with each change");
      return 0;
    }
    return Integer.parseInt(entry.text());
  }

  private Optional<Node> parse(String yaml) {
    LoaderOptions options = new LoaderOptions();
    options.setCodePointLimit(MAX_CHARACTERS);
    options.setNestingDepthLimit(MAX_DEPTH);
    try {
      Node root = new Yaml(options).compose(new StringReader(yaml));
      if (root == null) {
        mistakes.add(1, "", "the file is empty");
      }
      return Optional.ofNullable(root);
    } catch (MarkedYAMLException e) {
      int line = e.getProblemMark() == null ? 0 : e.getProblemMark().getLine();
      mistakes.add(line + 1, "", "not YAML: " + e.getProblem());
    } catch (YAMLException e) {
      mistakes.add(1, "", "not YAML: " + e.getMessage());
    }
    return Optional.empty();
  }

  /** Aliases let a small file become a huge one, and a value would have two places. */
  private boolean hasAlias(Node node, Set<Node> seen) {
    if (!seen.add(node)) {
      mistakes.add(
          node.getStartMark().getLine() + 1,
          "",
          "YAML aliases (*name) are not allowed; use 'tables'");
      return true;
    }
    if (node instanceof SequenceNode list) {
      return list.getValue().stream().anyMatch(item -> hasAlias(item, seen));
    }
    return node instanceof MappingNode map
        && map.getValue().stream()
            .anyMatch(t -> hasAlias(t.getKeyNode(), seen) || hasAlias(t.getValueNode(), seen));
  }
}
