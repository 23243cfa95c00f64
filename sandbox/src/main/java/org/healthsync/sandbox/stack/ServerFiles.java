package org.healthsync.sandbox.stack;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What a packaged server consists of, as the build lays it out.
 *
 * @param runtime the Open Liberty installation, a folder {@code wlp}
 * @param template the server's folder with {@code server.xml}, {@code apps}, {@code lib} and {@code
 *     plugins}; never written to
 */
public record ServerFiles(Path runtime, Path template) {

  /** Demands that both are there. */
  public ServerFiles {
    if (!Files.isRegularFile(runtime.resolve("bin/tools/ws-server.jar"))) {
      throw new IllegalArgumentException(runtime + " is no Open Liberty installation");
    }
    if (!Files.isRegularFile(template.resolve("server.xml"))) {
      throw new IllegalArgumentException(template + " holds no server.xml");
    }
  }
}
