package org.healthsync.sandbox.fhir.store;

import ca.uhn.fhir.rest.server.exceptions.ResourceVersionConflictException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * All versions of all resources. Thread-safe: readers see a commit whole or not at all. Nothing
 * here blocks on anything but other commits, which are short, since drafts are prepared before.
 */
public final class ResourceStore {

  private final ReadWriteLock lock = new ReentrantReadWriteLock();
  private final Map<String, Map<String, List<StoredVersion>>> shelves = new TreeMap<>();
  private final List<StoredVersion> journal = new ArrayList<>();
  private final ReferenceGraph graph = new ReferenceGraph();
  private final Integrity integrity;
  private final Clock clock;

  /**
   * Starts empty.
   *
   * @param clock gives {@code meta.lastUpdated}
   * @param checkReferences whether a reference to what is not here, and the deletion of what is
   *     referred to, is refused
   */
  public ResourceStore(Clock clock, boolean checkReferences) {
    this.clock = clock;
    this.integrity = new Integrity(graph, this::exists, checkReferences);
  }

  /** The server's time, to the millisecond as {@code meta.lastUpdated} has it. */
  public Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }

  /** The latest version, which may be a deletion. */
  public Optional<StoredVersion> latest(ResourceKey key) {
    return reading(() -> Optional.ofNullable(last(key)));
  }

  /** Whether there is a current version that is not a deletion. */
  public boolean contains(ResourceKey key) {
    return reading(() -> exists(key));
  }

  /** All versions of one resource, oldest first. */
  public List<StoredVersion> history(ResourceKey key) {
    return reading(() -> List.copyOf(versions(key)));
  }

  /** All versions of all resources in the order in which they were committed. */
  public List<StoredVersion> journal() {
    return reading(() -> List.copyOf(journal));
  }

  /** The current resources of a type, deletions left out. */
  public List<StoredVersion> current(String type) {
    return reading(
        () ->
            shelves.getOrDefault(type, Map.of()).values().stream()
                .map(ResourceStore::last)
                .filter(v -> !v.deleted())
                .toList());
  }

  /** The current resources of a type that refer to the target anywhere. */
  public List<StoredVersion> referring(String type, ResourceKey target) {
    return reading(
        () ->
            graph.referrers(target).stream()
                .filter(source -> source.type().equals(type))
                .map(source -> last(versions(source)))
                .toList());
  }

  /** Number of current resources by type; types without any are left out. */
  public Map<String, Integer> counts() {
    Map<String, Integer> counts = new LinkedHashMap<>();
    reading(() -> List.copyOf(shelves.keySet()))
        .forEach(type -> counts.put(type, current(type).size()));
    counts.values().removeIf(count -> count == 0);
    return counts;
  }

  /**
   * Makes all changes or none. Content and labels equal to the latest version's make no new
   * version.
   *
   * @param changes at most one for each key
   * @param guard runs first, with no other commit between it and the changes; throws when what the
   *     changes were based on is no longer so
   * @return one for each change, in the same order
   * @throws ResourceVersionConflictException when a version is not the expected one or what is to
   *     be deleted is referred to
   */
  public List<Committed> commit(List<Change> changes, Runnable guard) {
    lock.writeLock().lock();
    try {
      guard.run();
      changes.forEach(this::refuseStale);
      integrity.check(changes);
      Instant now = now();
      return changes.stream().map(change -> apply(change, now)).toList();
    } finally {
      lock.writeLock().unlock();
    }
  }

  /** Forgets everything. */
  public void clear() {
    lock.writeLock().lock();
    try {
      shelves.clear();
      journal.clear();
      graph.clear();
    } finally {
      lock.writeLock().unlock();
    }
  }

  private void refuseStale(Change change) {
    Long expected = change.expectedVersion();
    StoredVersion latest = last(change.key());
    if (expected != null && (latest == null || latest.version() != expected)) {
      throw new ResourceVersionConflictException(
          change.key() + " is not at version " + expected + " any more");
    }
  }

  private Committed apply(Change change, Instant now) {
    StoredVersion before = last(change.key());
    Draft draft = change.draft();
    return draft == null
        ? remove(change.key(), before, now)
        : write(draft, change.method(), before, now);
  }

  private Committed write(
      Draft draft, StoredVersion.Method method, @Nullable StoredVersion before, Instant now) {
    if (before == null || before.deleted()) {
      return new Committed(
          Committed.Effect.CREATED, append(draft, draft.labels(), method, before, now));
    }
    Labels labels = draft.labels().addedTo(before.labels());
    if (before.content().equals(draft.content()) && before.labels().equals(labels)) {
      return new Committed(Committed.Effect.UNCHANGED, before);
    }
    return new Committed(Committed.Effect.UPDATED, append(draft, labels, method, before, now));
  }

  private StoredVersion append(
      Draft draft,
      Labels labels,
      StoredVersion.Method method,
      @Nullable StoredVersion before,
      Instant now) {
    graph.replace(draft.key(), draft.references());
    return append(
        new StoredVersion(
            journal.size() + 1L,
            draft.key(),
            before == null ? 1 : before.version() + 1,
            now,
            method,
            draft.content(),
            labels,
            draft.index()));
  }

  private Committed remove(ResourceKey key, @Nullable StoredVersion before, Instant now) {
    if (before == null || before.deleted()) {
      return new Committed(Committed.Effect.UNCHANGED, before);
    }
    graph.remove(key);
    StoredVersion deletion =
        new StoredVersion(
            journal.size() + 1L,
            key,
            before.version() + 1,
            now,
            StoredVersion.Method.DELETE,
            "",
            Labels.NONE,
            SearchIndex.EMPTY);
    return new Committed(Committed.Effect.DELETED, append(deletion));
  }

  private StoredVersion append(StoredVersion version) {
    journal.add(version);
    shelves
        .computeIfAbsent(version.key().type(), type -> new LinkedHashMap<>())
        .computeIfAbsent(version.key().id(), id -> new ArrayList<>(1))
        .add(version);
    return version;
  }

  private boolean exists(ResourceKey key) {
    StoredVersion latest = last(key);
    return latest != null && !latest.deleted();
  }

  private @Nullable StoredVersion last(ResourceKey key) {
    List<StoredVersion> versions = versions(key);
    return versions.isEmpty() ? null : last(versions);
  }

  private List<StoredVersion> versions(ResourceKey key) {
    return shelves.getOrDefault(key.type(), Map.of()).getOrDefault(key.id(), List.of());
  }

  private static StoredVersion last(List<StoredVersion> versions) {
    return versions.get(versions.size() - 1);
  }

  private <T> T reading(Supplier<T> read) {
    lock.readLock().lock();
    try {
      return read.get();
    } finally {
      lock.readLock().unlock();
    }
  }
}
