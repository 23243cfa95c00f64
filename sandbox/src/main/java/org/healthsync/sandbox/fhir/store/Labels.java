package org.healthsync.sandbox.fhir.store;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import org.hl7.fhir.r5.model.CanonicalType;
import org.hl7.fhir.r5.model.Coding;
import org.hl7.fhir.r5.model.Meta;
import org.jspecify.annotations.Nullable;

/**
 * What a client may say in {@code Resource.meta}. Everything else in it is the server's.
 *
 * @param profiles {@code meta.profile}, in the order given
 * @param tags {@code meta.tag}
 * @param security {@code meta.security}
 */
public record Labels(List<String> profiles, Set<Label> tags, Set<Label> security) {

  /** Of a resource without any. */
  public static final Labels NONE = new Labels(List.of(), Set.of(), Set.of());

  /** One tag or security label. */
  public record Label(@Nullable String system, @Nullable String code, @Nullable String display) {

    private Coding toCoding() {
      return new Coding(system, code, display);
    }
  }

  public Labels {
    profiles = List.copyOf(profiles);
    tags = Set.copyOf(tags);
    security = Set.copyOf(security);
  }

  public static Labels of(Meta meta) {
    if (meta.isEmpty()) {
      return NONE;
    }
    return new Labels(
        meta.getProfile().stream().map(CanonicalType::getValue).toList(),
        labels(meta.getTag()),
        labels(meta.getSecurity()));
  }

  /**
   * What an update leaves: its own profiles, but tags and security labels in addition to those that
   * were there. Leaving a tag out does not remove it.
   */
  public Labels addedTo(Labels before) {
    return new Labels(profiles, union(before.tags, tags), union(before.security, security));
  }

  public void writeTo(Meta meta) {
    profiles.forEach(meta::addProfile);
    tags.forEach(tag -> meta.addTag(tag.toCoding()));
    security.forEach(label -> meta.addSecurity(label.toCoding()));
  }

  private static Set<Label> labels(List<Coding> codings) {
    Set<Label> labels = new LinkedHashSet<>();
    codings.forEach(c -> labels.add(new Label(c.getSystem(), c.getCode(), c.getDisplay())));
    return labels;
  }

  private static Set<Label> union(Set<Label> before, Set<Label> added) {
    List<Label> all = new ArrayList<>(before);
    added.stream().filter(label -> before.stream().noneMatch(same(label))).forEach(all::add);
    return new LinkedHashSet<>(all);
  }

  private static Predicate<Label> same(Label label) {
    return other ->
        Objects.equals(other.system, label.system) && Objects.equals(other.code, label.code);
  }
}
