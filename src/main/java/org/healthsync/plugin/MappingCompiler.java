package org.healthsync.plugin;

/** Proves at load time that a plugin's mapping files can be used. */
@FunctionalInterface
public interface MappingCompiler {

  /**
   * Compiles a mapping file and drops the result.
   *
   * @param file resource path, for the message
   * @param yaml its text
   * @throws Exception when it cannot be used; the message says where and why
   */
  void compile(String file, String yaml) throws Exception;

  /**
   * Adds the rows of a plugin to the table of reading types.
   *
   * @param file resource path, for the message
   * @param yaml its text
   * @throws Exception when it cannot be used or has a row that is there already; the message says
   *     where and why, and nothing is added then
   */
  default void extendTable(String file, String yaml) throws Exception {}
}
