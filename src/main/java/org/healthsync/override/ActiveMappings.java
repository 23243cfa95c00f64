package org.healthsync.override;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.healthsync.map.StreamMapping;
import org.healthsync.platform.Database;
import org.healthsync.platform.FileMistake;
import org.jspecify.annotations.Nullable;

/**
 * What this replica maps by. Every replica looks for new activations when it needs a mapping, at
 * most once a second; nobody has to tell it. Safe for many threads; blocks on the database.
 */
public final class ActiveMappings {

  private static final System.Logger LOG = System.getLogger(ActiveMappings.class.getName());
  private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);

  private final Database database;
  private final Clock clock;
  private final Tables tables;
  private volatile @Nullable Looked last;

  /** Over the shipped mappings. */
  public ActiveMappings(Database database, Clock clock, Tables tables) {
    this.database = database;
    this.clock = clock;
    this.tables = tables;
  }

  /** The set at work, not older than a second. */
  public MappingSet current() {
    Looked looked = last;
    if (looked != null && clock.instant().isBefore(looked.at().plus(LOOK_AGAIN))) {
      return looked.set();
    }
    return look();
  }

  /** The set at work now, whoever activated it a moment ago. */
  public synchronized MappingSet look() {
    Instant now = clock.instant();
    long sequence = database.inTransaction(ActivationTable::lastSequence);
    Looked before = last;
    MappingSet set =
        before != null && before.set().sequence() == sequence ? before.set() : compile(sequence);
    last = new Looked(now, set);
    return set;
  }

  private MappingSet compile(long sequence) {
    Map<MappingName, String> texts = database.inTransaction(ActivationTable::active);
    Map<MappingName, StreamMapping> streams = new HashMap<>();
    Map<MappingName, List<FileMistake>> broken = new HashMap<>();
    Table table = tables.shipped();
    for (Map.Entry<MappingName, String> entry : texts.entrySet()) {
      MappingName name = entry.getKey();
      try {
        if (name.isTable()) {
          table = tables.overlaid(entry.getValue());
        } else {
          streams.put(name, MappingProof.compile(name, entry.getValue()));
        }
      } catch (BrokenMappingException e) {
        broken.put(name, e.mistakes());
        LOG.log(System.Logger.Level.ERROR, "mapping {0} is held: {1}", name, e.getMessage());
      }
    }
    LOG.log(System.Logger.Level.INFO, "mappings of operators at work: {0}", texts.keySet());
    return new MappingSet(
        sequence, broken.containsKey(MappingName.TABLE) ? null : table, streams, broken);
  }

  private record Looked(Instant at, MappingSet set) {}
}
