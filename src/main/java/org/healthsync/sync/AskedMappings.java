package org.healthsync.sync;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.healthsync.override.Activation;
import org.healthsync.override.ActiveMappings;
import org.healthsync.override.MappingDirectory;
import org.healthsync.override.MappingName;
import org.healthsync.override.Overrides;
import org.healthsync.platform.FileMistake;
import org.healthsync.platform.ProblemCode;
import org.healthsync.platform.ProblemException;

/** The mappings as operators look at them. */
public final class AskedMappings {

  private final KnownMappings known;
  private final ActiveMappings active;
  private final Overrides overrides;
  private final MappingDirectory directory;

  AskedMappings(
      KnownMappings known, ActiveMappings active, Overrides overrides, MappingDirectory directory) {
    this.known = known;
    this.active = active;
    this.overrides = overrides;
    this.directory = directory;
  }

  /** All mappings by name, then the files that this replica does not use, by path. */
  public List<MappingView> all() {
    List<MappingView> views = new ArrayList<>();
    known.names().forEach(name -> views.add(view(name)));
    directory
        .refused()
        .forEach(
            (path, mistakes) ->
                views.add(new MappingView(path, "REFUSED", null, null, null, null, mistakes)));
    return views;
  }

  /**
   * The shipped mapping of that name.
   *
   * @throws ProblemException {@code not-found} when the plugin maps by code
   */
  public ShippedView shipped(MappingName name) {
    String yaml =
        known
            .shippedText(name)
            .orElseThrow(
                () ->
                    new ProblemException(
                        ProblemCode.NOT_FOUND, "The plugin maps this stream by code, not a file"));
    return new ShippedView(known.shippedVersion(name), yaml);
  }

  /** One mapping that there is. */
  public MappingView view(MappingName name) {
    Map<MappingName, List<FileMistake>> broken = active.current().broken();
    Optional<Activation> last = overrides.last(name);
    boolean isOwn = last.isPresent() && last.get().version() != null;
    return new MappingView(
        name.text(),
        broken.containsKey(name) ? "BROKEN" : "ACTIVE",
        last.map(Activation::version).orElse(null),
        isOwn ? last.get().by().origin().name() : null,
        last.map(Activation::at).orElse(null),
        known.shippedVersion(name),
        broken.getOrDefault(name, List.of()));
  }
}
