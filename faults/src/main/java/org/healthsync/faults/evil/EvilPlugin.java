package org.healthsync.faults.evil;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.healthsync.spi.PluginContext;
import org.healthsync.spi.Provider;
import org.healthsync.spi.ProviderDescriptor;
import org.healthsync.spi.ProviderPlugin;
import org.healthsync.spi.SpiVersion;
import org.healthsync.spi.auth.Authorization;
import org.healthsync.spi.auth.Refresh;
import org.healthsync.spi.auth.Region;
import org.healthsync.spi.auth.TokenEndpoint;
import org.healthsync.spi.http.ProviderHttp;
import org.healthsync.spi.reading.ReadingSink;
import org.healthsync.spi.stream.Cursor;
import org.healthsync.spi.stream.FetchRequest;
import org.healthsync.spi.stream.Page;
import org.healthsync.spi.stream.Payload;
import org.healthsync.spi.stream.RawPage;
import org.healthsync.spi.stream.StreamDescriptor;

/**
 * Misbehaves as its jar says: {@code evil.properties} beside its classes holds its provider id,
 * which is a {@link Deed}, and the address of the simulated cloud.
 */
public final class EvilPlugin implements ProviderPlugin {

  /** Name of the resource. */
  public static final String PROPERTIES = "evil.properties";

  private static final String STREAM = "weights";
  private static final AtomicInteger PAGES = new AtomicInteger();

  private final Properties properties = read();

  private static Properties read() {
    Properties properties = new Properties();
    try (InputStream in = EvilPlugin.class.getResourceAsStream("/" + PROPERTIES)) {
      properties.load(Objects.requireNonNull(in, PROPERTIES));
    } catch (IOException e) {
      throw new UncheckedIOException(PROPERTIES, e);
    }
    return properties;
  }

  private String property(String name) {
    return Objects.requireNonNull(properties.getProperty(name), name);
  }

  @Override
  public ProviderDescriptor descriptor() {
    String cloud = property("cloud");
    return new ProviderDescriptor(
        property("id"),
        "Evil",
        new SpiVersion(SpiVersion.MAJOR, 0),
        new Authorization(
            List.of(
                new Region(
                    "default",
                    "World",
                    Map.of(
                        "authorize", URI.create(cloud + "/oauth2_user/authorize2"),
                        "token", URI.create(cloud + "/v2/oauth2"),
                        "api", URI.create(cloud)))),
            Authorization.ClientAuthentication.BODY,
            Authorization.Pkce.NONE,
            ",",
            List.of(new Authorization.Scope("user.metrics", "Weights.", false)),
            Map.of(),
            new TokenEndpoint(Map.of("action", "requesttoken"), "/body", "/userid"),
            Refresh.rotating()),
        List.of(
            new StreamDescriptor(
                STREAM,
                "Weights",
                Set.of("user.metrics"),
                StreamDescriptor.Movement.INCREMENTAL,
                StreamDescriptor.Granularity.INSTANT,
                null,
                Duration.ZERO,
                Duration.ofHours(1),
                null,
                false,
                null)),
        List.of(),
        Set.of(),
        List.of());
  }

  @Override
  public Provider create(PluginContext context) {
    return new EvilProvider(Deed.named(property("id")));
  }

  private record EvilProvider(Deed deed) implements Provider {

    @Override
    public Page fetch(FetchRequest request, ProviderHttp http) {
      return deed.commit();
    }

    @Override
    public void map(RawPage page, ReadingSink sink) {}
  }

  /** What it does instead of fetching. */
  public enum Deed {
    /** Throws an {@link Error}. */
    THROWS {
      @Override
      Page commit() {
        throw new NoClassDefFoundError("gone");
      }
    },
    /** Overflows the stack. */
    RECURSES {
      @Override
      Page commit() {
        return deeper(1);
      }
    },
    /** Never returns and ignores interrupts. */
    SPINS {
      @Override
      Page commit() {
        while (!Thread.currentThread().getName().isEmpty()) {
          // gently, since the machine's cores are for others
          LockSupport.parkNanos(5_000_000);
          Thread.interrupted();
        }
        throw new IllegalStateException();
      }
    },
    /** Returns null. */
    NOTHING {
      @Override
      @SuppressWarnings("NullAway") // that is the point
      Page commit() {
        return null;
      }
    },
    /** Starts threads that never end, and fetches a page as if nothing were wrong. */
    LEAKS {
      @Override
      Page commit() {
        for (int i = 0; i < 10; i++) {
          Thread thread = new Thread(LockSupport::park, "evil-leak-" + i);
          thread.setDaemon(true);
          thread.start();
        }
        return page("leaked", false);
      }
    },
    /** Fetches two pages in turns, each of which says that the other one follows. */
    CIRCLES {
      @Override
      Page commit() {
        return page("page-" + PAGES.incrementAndGet() % 2, true);
      }
    },
    /** Uses up the memory. */
    HOARDS {
      @Override
      Page commit() {
        List<byte[]> hoard = new ArrayList<>();
        while (hoard.size() < Integer.MAX_VALUE) {
          hoard.add(new byte[16 * 1024 * 1024]);
        }
        throw new IllegalStateException();
      }
    },
    /** Asks the JVM to end. */
    EXITS {
      @Override
      Page commit() {
        System.exit(3);
        throw new IllegalStateException();
      }
    },
    /** Ends the JVM at once. */
    HALTS {
      @Override
      Page commit() {
        Runtime.getRuntime().halt(3);
        throw new IllegalStateException();
      }
    };

    abstract Page commit();

    private static Page page(String end, boolean more) {
      return new Page(
          new RawPage(STREAM, Payload.of("{}"), "application/json", Map.of(), Instant.now()),
          new Cursor(1, end),
          more);
    }

    /** The provider's id. */
    public String id() {
      return "evil-" + name().toLowerCase(java.util.Locale.ROOT);
    }

    private static Deed named(String id) {
      for (Deed deed : values()) {
        if (deed.id().equals(id)) {
          return deed;
        }
      }
      throw new IllegalArgumentException(id);
    }

    @SuppressWarnings("InfiniteRecursion") // that is the point
    private static Page deeper(int depth) {
      if (depth == 0) {
        throw new IllegalStateException();
      }
      return deeper(depth + 1);
    }
  }
}
