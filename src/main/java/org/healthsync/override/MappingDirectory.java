package org.healthsync.override;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.healthsync.override.MappingVersion.Origin;
import org.healthsync.platform.Database;
import org.healthsync.platform.FileMistake;
import org.jspecify.annotations.Nullable;

/**
 * Puts the files of a directory to work, each replica those that it sees.
 *
 * <p>A text that nobody has seen is proved, kept as a version and put to work. A file that changes
 * to a known text while this replica looks puts that one to work, a file that goes away the shipped
 * mapping. Replicas see a change at different times: what the directory of another one has done
 * since this one last saw the file change is not done again, so that a late replica does not undo a
 * newer change. A known text that lies there at the start decides nothing: perhaps it was rolled
 * back meanwhile.
 *
 * <p>For one thread at a time, but {@link #refused} for any.
 */
public final class MappingDirectory {

  private static final System.Logger LOG = System.getLogger(MappingDirectory.class.getName());

  private final MappingFolder folder;
  private final Database database;
  private final Overrides overrides;
  private final MappingProof proof;
  private final ActiveMappings active;
  private final Supplier<Set<MappingName>> known;

  private final Map<MappingName, Seen> seen = new HashMap<>();
  private @Nullable Seen atStart;
  private volatile Map<String, Refusal> refused = Map.of();

  /**
   * Looks at {@code folder}.
   *
   * @param known the mappings that there are
   */
  public MappingDirectory(
      MappingFolder folder,
      Database database,
      Overrides overrides,
      MappingProof proof,
      ActiveMappings active,
      Supplier<Set<MappingName>> known) {
    this.folder = folder;
    this.database = database;
    this.overrides = overrides;
    this.proof = proof;
    this.active = active;
    this.known = known;
  }

  /** Files that are not used, with what is wrong with them. */
  public Map<String, List<FileMistake>> refused() {
    Map<String, List<FileMistake>> mistakes = new TreeMap<>();
    refused.forEach((path, refusal) -> mistakes.put(path, refusal.mistakes()));
    return mistakes;
  }

  /**
   * Looks at all files once. What is in them never makes it throw; a folder that is away changes
   * nothing.
   */
  public void scan() {
    Optional<Map<String, String>> files = folder.read();
    if (files.isEmpty()) {
      return;
    }
    long sequence = active.look().sequence();
    Map<String, Refusal> refusals = new TreeMap<>();
    Set<MappingName> present = new HashSet<>();
    // the table first: a stream's examples are proved by it
    files.get().entrySet().stream()
        .sorted(Comparator.comparing(file -> !file.getKey().equals(MappingName.TABLE.file())))
        .forEach(file -> look(file.getKey(), file.getValue(), present, refusals));
    Set<MappingName> gone = new HashSet<>(seen.keySet());
    gone.removeAll(present);
    gone.removeIf(name -> Objects.requireNonNull(seen.get(name)).isAbsent());
    gone.forEach(this::removed);
    refused = Map.copyOf(refusals);
    if (atStart == null) {
      atStart = Seen.absent(sequence);
    }
  }

  private void look(
      String path, String yaml, Set<MappingName> present, Map<String, Refusal> refusals) {
    String hash = VersionTable.hash(yaml);
    long sequence = active.current().sequence();
    Refusal before = refused.get(path);
    try {
      MappingName name = nameOf(path, present);
      Seen last = seen.getOrDefault(name, atStart);
      if (last != null && last.hash().equals(hash)) {
        return;
      }
      if (before != null && before.hash().equals(hash) && before.sequence() == sequence) {
        refusals.put(path, before);
        return;
      }
      seen.put(name, new Seen(hash, take(name, yaml, last)));
    } catch (BrokenMappingException e) {
      refusals.put(path, new Refusal(hash, sequence, e.mistakes()));
      if (before == null || !before.hash().equals(hash)) {
        LOG.log(System.Logger.Level.ERROR, "mapping file is not used: {0}", e.getMessage());
      }
    }
  }

  private MappingName nameOf(String path, Set<MappingName> present) throws BrokenMappingException {
    MappingName name;
    try {
      name = MappingFolder.nameOf(path);
    } catch (IllegalArgumentException e) {
      throw refusal(path, "a mapping file is fhir.yaml or <provider>/<stream>.yaml");
    }
    if (!present.add(name)) {
      throw refusal(path, "another file is for the same mapping: remove one of them");
    }
    if (!known.get().contains(name)) {
      throw refusal(path, "no active plugin has such a stream");
    }
    return name;
  }

  /**
   * Puts a text to work where that is due.
   *
   * @param last what was there before; null at the start
   * @return the last activation that it is known up to
   */
  private long take(MappingName name, String yaml, @Nullable Seen last)
      throws BrokenMappingException {
    if (last != null || isNew(name, yaml)) {
      proof.prove(name, yaml);
    }
    long sequence =
        database.inTransaction(
            transaction -> {
              ActivationTable.lock(transaction);
              boolean isNew = VersionTable.withText(transaction, name, yaml).isEmpty();
              int number = overrides.add(transaction, name, yaml, Who.DIRECTORY).number();
              if (isNew || (last != null && !isDone(transaction, name, number, last))) {
                overrides.activate(transaction, name, number, "file changed", Who.DIRECTORY);
              }
              return ActivationTable.lastSequence(transaction);
            });
    active.look();
    return sequence;
  }

  private boolean isNew(MappingName name, String yaml) {
    return database.inTransaction(
        transaction -> VersionTable.withText(transaction, name, yaml).isEmpty());
  }

  private void removed(MappingName name) {
    Seen last = Objects.requireNonNull(seen.get(name));
    long sequence =
        database.inTransaction(
            transaction -> {
              ActivationTable.lock(transaction);
              if (!isDone(transaction, name, null, last)) {
                overrides.activate(transaction, name, null, "file removed", Who.DIRECTORY);
              }
              return ActivationTable.lastSequence(transaction);
            });
    seen.put(name, Seen.absent(sequence));
    active.look();
  }

  /** Whether the directory of some replica has put that to work since {@code last}. */
  private static boolean isDone(
      Connection transaction, MappingName name, @Nullable Integer number, Seen last)
      throws SQLException {
    return ActivationTable.list(transaction, name, last.sequence(), Long.MAX_VALUE, 1000).stream()
        .filter(activation -> activation.by().origin() == Origin.DIRECTORY)
        .anyMatch(activation -> Objects.equals(activation.version(), number));
  }

  private static BrokenMappingException refusal(String path, String message) {
    return new BrokenMappingException(List.of(new FileMistake(path, 1, "", message)));
  }

  /**
   * What this replica saw of a file.
   *
   * @param hash of its text; empty when there was none
   * @param sequence the last activation at that time
   */
  private record Seen(String hash, long sequence) {
    static Seen absent(long sequence) {
      return new Seen("", sequence);
    }

    boolean isAbsent() {
      return hash.isEmpty();
    }
  }

  /** Why a text is not used, when the activation of that number was the last. */
  private record Refusal(String hash, long sequence, List<FileMistake> mistakes) {}
}
