package org.healthsync.validate;

import ca.uhn.fhir.util.VersionUtil;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;

/**
 * All that a verdict depends on beside the shape, as a digest: the version of the library with the
 * definitions of FHIR, our own definitions, and the code of this package. Processes of the same
 * digest judge alike.
 */
final class VerdictBasis {

  /** The classes that decide; members and anonymous classes of theirs are found. */
  static final List<Class<?>> CODE =
      List.of(
          DefinitionPackages.class,
          FreeElements.class,
          FreeValue.class,
          FullValidator.class,
          Issue.class,
          RepeatedNames.class,
          ResourceValidator.class,
          Sha256.class,
          Shape.class,
          ShapeReader.class,
          Verdict.class,
          VerdictBasis.class);

  private VerdictBasis() {}

  static String of(List<String> ownDefinitions) {
    MessageDigest digest = Sha256.begin();
    digest.update(Sha256.of(VersionUtil.getVersion()));
    ownDefinitions.forEach(definition -> digest.update(Sha256.of(definition)));
    CODE.forEach(type -> add(digest, type));
    return Sha256.hex(digest.digest());
  }

  private static void add(MessageDigest digest, Class<?> type) {
    String name = type.getName().substring(type.getPackageName().length() + 1);
    digest.update(code(name).orElseThrow(() -> new IllegalStateException("no code of " + name)));
    for (Class<?> member : type.getDeclaredClasses()) {
      add(digest, member);
    }
    int anonymous = 1;
    Optional<byte[]> found = code(name + "$" + anonymous);
    while (found.isPresent()) {
      digest.update(found.get());
      anonymous++;
      found = code(name + "$" + anonymous);
    }
  }

  private static Optional<byte[]> code(String name) {
    try (InputStream code = VerdictBasis.class.getResourceAsStream(name + ".class")) {
      return code == null ? Optional.empty() : Optional.of(code.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
