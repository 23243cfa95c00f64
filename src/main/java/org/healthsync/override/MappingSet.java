package org.healthsync.override;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.healthsync.map.StreamMapping;
import org.healthsync.platform.FileMistake;
import org.jspecify.annotations.Nullable;

/**
 * What is at work after a certain activation. Immutable: a page that begins with a set ends with
 * it. A mapping that no longer compiles, after an upgrade say, is held; the shipped one never takes
 * its place by itself, because what it makes was not wanted.
 */
public final class MappingSet {

  private final long sequence;
  private final @Nullable Table table;
  private final Map<MappingName, StreamMapping> streams;
  private final Map<MappingName, List<FileMistake>> broken;

  /**
   * A set.
   *
   * @param table null when it is broken
   * @param streams mappings that take the place of shipped ones
   * @param broken mappings that are to be held
   */
  MappingSet(
      long sequence,
      @Nullable Table table,
      Map<MappingName, StreamMapping> streams,
      Map<MappingName, List<FileMistake>> broken) {
    this.sequence = sequence;
    this.table = table;
    this.streams = Map.copyOf(streams);
    this.broken = Map.copyOf(broken);
  }

  /** The last activation that it knows. */
  public long sequence() {
    return sequence;
  }

  /** The mapping in the place of the shipped one; empty when the shipped one is at work. */
  public Optional<StreamMapping> stream(MappingName name) throws BrokenMappingException {
    List<FileMistake> mistakes = broken.get(name);
    if (mistakes != null) {
      throw new BrokenMappingException(mistakes);
    }
    return Optional.ofNullable(streams.get(name));
  }

  /** The table of reading types. */
  public Table table() throws BrokenMappingException {
    if (table == null) {
      throw new BrokenMappingException(broken.getOrDefault(MappingName.TABLE, List.of()));
    }
    return table;
  }

  /** Mappings at work that cannot be used, with what is wrong with them. */
  public Map<MappingName, List<FileMistake>> broken() {
    return broken;
  }
}
