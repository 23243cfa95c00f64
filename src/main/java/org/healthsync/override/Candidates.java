package org.healthsync.override;

import java.util.Optional;
import org.healthsync.map.StreamMapping;

/** Makes mappings ready that need not be at work. */
public final class Candidates {

  private final ActiveMappings active;
  private final Tables tables;
  private final Overrides overrides;

  /** Of what is at work, shipped and kept. */
  public Candidates(ActiveMappings active, Tables tables, Overrides overrides) {
    this.active = active;
    this.tables = tables;
    this.overrides = overrides;
  }

  /**
   * A stream's mapping; empty for the shipped one.
   *
   * @throws BrokenMappingException when it cannot be used
   * @throws org.healthsync.platform.ProblemException {@code not-found} when there is no such
   *     version
   */
  public Optional<StreamMapping> stream(MappingName name, Choice choice)
      throws BrokenMappingException {
    if (choice.yaml() != null) {
      return Optional.of(MappingProof.compile(name, choice.yaml()));
    }
    if (choice.version() != null) {
      String yaml = overrides.require(name, choice.version()).yaml();
      return Optional.of(MappingProof.compile(name, yaml));
    }
    return choice.shipped() ? Optional.empty() : active.current().stream(name);
  }

  /** A table, with the same exceptions. */
  public Table table(Choice choice) throws BrokenMappingException {
    if (choice.yaml() != null) {
      return tables.overlaid(choice.yaml());
    }
    if (choice.version() != null) {
      return tables.overlaid(overrides.require(MappingName.TABLE, choice.version()).yaml());
    }
    return choice.shipped() ? tables.shipped() : active.current().table();
  }
}
