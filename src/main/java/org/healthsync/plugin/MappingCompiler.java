package org.healthsync.plugin;

/** Proves at load time that a plugin's mapping file can be used. */
@FunctionalInterface
public interface MappingCompiler {

  /**
   * Compiles a mapping file and drops the result.
   *
   * @param file resource path, for the message
   * @param yaml its text
   * @throws RuntimeException when it cannot be used; the message says where and why
   */
  void compile(String file, String yaml);
}
