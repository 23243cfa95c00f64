package org.healthsync.faults.scenario;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.healthsync.faults.Scenario;
import org.healthsync.faults.evil.EvilPlugin.Deed;
import org.healthsync.faults.run.FleetOptions;
import org.healthsync.faults.run.Member;
import org.healthsync.faults.run.Trial;
import org.healthsync.sandbox.stack.ServerProcess;

/** Row 29: a plugin harms itself only; one that ends the process is survived by a restart. */
public final class EvilPlugins implements Scenario {

  private static final String PLUGINS = "evil-plugins";

  /** Nothing helps against these but another process. */
  private static final Set<Deed> ENDING = EnumSet.of(Deed.HOARDS, Deed.EXITS, Deed.HALTS);

  private static final Set<String> CONTAINED =
      Set.of("PLUGIN_DEFECT", "PLUGIN_TIMEOUT", "ENDLESS_PAGING");
  private static final String READ =
      "select count(*) from stream_state where connection_id = ? and last_success_at is not null";
  private static final String ERROR =
      "select coalesce(last_error, '') from stream_state where connection_id = ?";

  @Override
  public int number() {
    return 29;
  }

  @Override
  public String name() {
    return "plugins that throw, recurse, spin, return null, leak, go in circles, hoard, exit";
  }

  @Override
  public FleetOptions adjust(FleetOptions shared) {
    FleetOptions options = shared;
    for (Deed deed : Deed.values()) {
      List<String> names = EvilJars.settings(deed);
      options = options.with(names.get(0), "sandbox-client").with(names.get(1), "sandbox-secret");
    }
    return options;
  }

  /** The first one is started with the plugins. */
  @Override
  public int replicas(int usual) {
    return 0;
  }

  @Override
  public void play(Trial trial) {
    Path plugins = trial.fleet().options().work().resolve(PLUGINS);
    EvilJars.fill(
        plugins,
        trial.fleet().options().files().template().resolve("plugins"),
        trial.fleet().stack().cloud().baseUri());
    ServerProcess server = start(trial, plugins);
    Map<Deed, Member> victims = new EnumMap<>(Deed.class);
    for (Deed deed : Deed.values()) {
      if (!ENDING.contains(deed)) {
        victims.put(deed, connect(trial, server, deed));
      }
    }
    trial.settled();
    victims.forEach((deed, member) -> contained(trial, deed, member));
    trial.settled();
    trial.demand(server.handle().isAlive(), "the server did not survive");
    for (Deed deed : ENDING) {
      server = ends(trial, server, plugins, deed);
    }
    trial.did("connected somebody at each of " + Deed.values().length + " plugins");
    trial.saw("a code for each but who leaks, three servers ended and their successors went on");
    trial.judge();
  }

  private static ServerProcess ends(Trial trial, ServerProcess server, Path plugins, Deed deed) {
    connect(trial, server, deed);
    server.awaitEnd(Trial.PATIENCE);
    // what an operator does about it
    delete(EvilJars.file(plugins, deed));
    ServerProcess next = start(trial, plugins);
    trial.settled();
    return next;
  }

  private static ServerProcess start(Trial trial, Path plugins) {
    return trial
        .fleet()
        .ready(trial.fleet().launch(Map.of("HEALTHSYNC_PLUGINS", plugins.toString())));
  }

  private static Member connect(Trial trial, ServerProcess server, Deed deed) {
    return trial.fleet().connect(trial.fleet().client(server), deed.id());
  }

  private static void contained(Trial trial, Deed deed, Member member) {
    if (deed == Deed.LEAKS) {
      trial.until(
          "the page of who leaks is read", () -> trial.fleet().rows().number(READ, member) > 0);
      return;
    }
    trial.until(
        deed + " ends with a code",
        () -> CONTAINED.contains(trial.fleet().rows().text(ERROR, member)));
  }

  private static void delete(Path jar) {
    try {
      Files.delete(jar);
    } catch (IOException e) {
      throw new UncheckedIOException("the jar cannot be deleted", e);
    }
  }
}
