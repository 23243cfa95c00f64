package org.healthsync.plugin;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Finds plugins: every jar and every directory of jars in one directory. */
public final class PluginDirectory {

  private final PluginLoader loader;
  private final PluginDisposal disposal;

  /**
   * Loads what it finds with {@code loader}.
   *
   * @param call runs the plugins' code when they are closed
   */
  public PluginDirectory(PluginLoader loader, PluginCall call) {
    this.loader = loader;
    this.disposal = new PluginDisposal(call);
  }

  /**
   * Loads every plugin of {@code directory}, in the order of file names. A broken one is listed
   * with the reason and never keeps another from loading; of two with the same id the first is
   * used.
   *
   * @param directory a missing one counts as empty
   */
  public PluginRegistry scan(Path directory) {
    Map<String, ActivePlugin> active = new LinkedHashMap<>();
    List<PluginStatus> failed = new ArrayList<>();
    for (Path path : candidates(directory, failed)) {
      add(path, active, failed);
    }
    return new PluginRegistry(active.values(), failed, disposal);
  }

  private void add(Path path, Map<String, ActivePlugin> active, List<PluginStatus> failed) {
    String name = PluginFile.nameOf(path);
    try {
      ActivePlugin plugin = loader.load(PluginFile.read(path));
      ActivePlugin first = active.putIfAbsent(plugin.descriptor().id(), plugin);
      if (first != null) {
        disposal.dispose(plugin);
        String reason = "provider " + plugin.id() + " is loaded from " + first.file();
        failed.add(
            PluginStatus.failed(
                plugin.descriptor().id(), plugin.version(), name, reason + ": remove one of both"));
      }
    } catch (PluginRefusedException e) {
      failed.add(PluginStatus.failed("", "", name, String.valueOf(e.getMessage())));
    } catch (Throwable t) {
      if (t instanceof VirtualMachineError broken && !(t instanceof StackOverflowError)) {
        throw broken;
      }
      // a file may be damaged in ways that nobody thought of, and the others must still run
      String reason = "it cannot be read: " + t.getClass().getSimpleName() + "; copy it again";
      failed.add(PluginStatus.failed("", "", name, reason));
    }
  }

  private static List<Path> candidates(Path directory, List<PluginStatus> failed) {
    List<Path> found = new ArrayList<>();
    if (!Files.isDirectory(directory)) {
      return found;
    }
    try (DirectoryStream<Path> paths =
        Files.newDirectoryStream(
            directory, path -> Files.isDirectory(path) || path.toString().endsWith(".jar"))) {
      paths.forEach(found::add);
    } catch (IOException e) {
      failed.add(
          PluginStatus.failed(
              "",
              "",
              PluginFile.nameOf(directory),
              "the plugin directory cannot be read: check its permissions"));
    }
    found.sort(null);
    return found;
  }
}
