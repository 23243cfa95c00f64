package org.healthsync.spi;

/**
 * Version of this contract. A plugin for another major version is refused; one for a newer minor
 * version is refused too, as it may call what the host lacks.
 *
 * <p>{@link #MAJOR} and {@link #MINOR} are compile-time constants: the compiler copies them into
 * the plugin, so its descriptor tells what it was compiled against. A jar may say the same in its
 * manifest as {@value #MANIFEST_ATTRIBUTE}, which the host reads before it loads any class.
 *
 * @param major changes when something is removed or changes its meaning
 * @param minor changes when something is added
 */
public record SpiVersion(int major, int minor) {

  /** Major version of this SPI. */
  public static final int MAJOR = 1;

  /** Minor version of this SPI. */
  public static final int MINOR = 0;

  /** Manifest attribute of a plugin jar, {@code major.minor}. */
  public static final String MANIFEST_ATTRIBUTE = "Health-Sync-Spi-Version";

  /** The version of the running host. */
  public static SpiVersion current() {
    return new SpiVersion(MAJOR, MINOR);
  }

  /**
   * Reads {@code major.minor}.
   *
   * @throws IllegalArgumentException when the text has another form
   */
  public static SpiVersion parse(String text) {
    if (!text.strip().matches("\\d{1,4}\\.\\d{1,4}")) {
      throw new IllegalArgumentException("SPI version must be major.minor but is '" + text + "'");
    }
    String[] parts = text.strip().split("\\.", -1);
    return new SpiVersion(Integer.parseInt(parts[0]), Integer.parseInt(parts[1]));
  }

  /** Whether a plugin of {@code plugin} version runs in a host of this version. */
  public boolean accepts(SpiVersion plugin) {
    return plugin.major == major && plugin.minor <= minor;
  }

  @Override
  public String toString() {
    return major + "." + minor;
  }
}
