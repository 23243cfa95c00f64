package org.healthsync.validate;

import ca.uhn.fhir.context.FhirContext;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Says of every resource that leaves whether it is valid FHIR R5 against the base and its profiles.
 * The full validator runs once for each shape that nobody has met before; resources of a known
 * shape cost microseconds. It is built at its first use, which takes seconds and some 200 MB.
 *
 * <p>Thread-safe; threads that meet a new shape at the same time wait for one validation.
 */
public final class ResourceValidator {

  private static final long MAX_SHAPES = 20_000;
  private static final Verdict NO_RESOURCE =
      Verdict.of(List.of(new Issue(Issue.Severity.FATAL, null, "not the JSON of a resource")));

  private static final Verdict VALID = new Verdict(true, List.of());

  private final List<String> ownDefinitions;
  private final KnownShapes shapes;
  private final String basis;
  private final Cache<Shape, Verdict> verdicts =
      Caffeine.newBuilder().maximumSize(MAX_SHAPES).build();
  private final AtomicLong fullValidations = new AtomicLong();
  private volatile @Nullable FullValidator full;

  /**
   * A validator that knows no shape yet.
   *
   * @param ownDefinitions our code systems, value sets and extensions as FHIR R5 JSON
   */
  public ResourceValidator(List<String> ownDefinitions) {
    this(ownDefinitions, KnownShapes.NONE);
  }

  /**
   * A validator that asks {@code shapes} before it builds and uses the full validator.
   *
   * @param ownDefinitions our code systems, value sets and extensions as FHIR R5 JSON
   */
  public ResourceValidator(List<String> ownDefinitions, KnownShapes shapes) {
    this.ownDefinitions = List.copyOf(ownDefinitions);
    this.shapes = shapes;
    this.basis = VerdictBasis.of(ownDefinitions);
  }

  /** A validator whose full validator is built already. */
  ResourceValidator(FullValidator full) {
    this(List.of());
    this.full = full;
  }

  /**
   * Judges a resource. May block for the time of a full validation, and for seconds at the first.
   *
   * @param json the text that is to leave
   * @return the verdict; text that is no resource at all is not valid either
   */
  public Verdict validate(String json) {
    Verdict known = byShape(json);
    // An issue may quote the resource that it was found in; nobody else's values are passed on.
    return known.valid() || known.equals(NO_RESOURCE) ? known : validateFully(json);
  }

  /** The verdict of the first of its shape. */
  Verdict byShape(String json) {
    Shape shape;
    try {
      shape = Shape.of(json);
    } catch (IllegalArgumentException e) {
      return NO_RESOURCE;
    }
    return verdicts.get(shape, unknown -> first(unknown, json));
  }

  private Verdict first(Shape shape, String json) {
    String digest = shape.digest();
    if (shapes.isValid(basis, digest)) {
      return VALID;
    }
    Verdict verdict = validateFully(json);
    if (verdict.valid()) {
      shapes.foundValid(basis, digest);
    }
    return verdict;
  }

  /**
   * Judges examples, so that the first real resource does not wait. The full validator is built
   * only when one of them has a shape that nobody has met.
   *
   * @param executor runs it; the call returns at once
   * @param examples resources of the shapes to come
   */
  public void warmUp(Executor executor, List<String> examples) {
    executor.execute(() -> examples.forEach(this::validate));
  }

  /** Whether the full validator is built. */
  public boolean isWarm() {
    return full != null;
  }

  /** How many full validations there were; the rest was known by shape. */
  public long fullValidations() {
    return fullValidations.get();
  }

  /**
   * Judges a resource by the full validator, whether its shape is known or not. For authors of
   * mappings; blocks for tens of milliseconds, and for seconds at the first.
   *
   * @param json the text of a resource
   */
  public Verdict validateFully(String json) {
    fullValidations.incrementAndGet();
    if (RepeatedNames.in(json)) {
      Issue issue = new Issue(Issue.Severity.FATAL, null, "a name stands twice in an object");
      return new Verdict(false, List.of(issue));
    }
    return Verdict.of(full().validate(json));
  }

  private FullValidator full() {
    FullValidator built = full;
    if (built == null) {
      synchronized (this) {
        built = full;
        if (built == null) {
          built = FullValidator.build(FhirContext.forR5Cached(), ownDefinitions);
          full = built;
        }
      }
    }
    return built;
  }
}
