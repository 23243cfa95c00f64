package org.healthsync.map;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.healthsync.map.file.MappingCompiler;
import org.healthsync.map.json.StrictJson;
import org.healthsync.map.plan.Plan;
import org.healthsync.spi.ProviderException;
import org.healthsync.spi.http.JsonReader;
import org.healthsync.spi.stream.RawPage;

/** A stream that a mapping file describes: compiled once, then run for each page. */
public final class StreamMapping implements StreamMapper {

  private static final JsonReader JSON = new StrictJson();
  private static final int HASH_BYTES = 4;

  private final String fileName;
  private final Plan plan;
  private final List<MappingExample> examples;
  private final String mappingVersion;

  private StreamMapping(
      String fileName, Plan plan, List<MappingExample> examples, String mappingVersion) {
    this.fileName = fileName;
    this.plan = plan;
    this.examples = examples;
    this.mappingVersion = mappingVersion;
  }

  /**
   * Compiles a mapping file.
   *
   * @param fileName such as {@code withings/measures.yaml}; without its extension it names the
   *     mapping
   * @param yaml the file
   * @throws MappingFileException with every mistake that was found, in order of lines
   */
  public static StreamMapping compile(String fileName, String yaml) throws MappingFileException {
    MappingCompiler.MappingFile file = MappingCompiler.compile(fileName, yaml);
    String name = fileName.replaceFirst("\\.ya?ml$", "");
    String version = name + "@" + file.plan().version() + "+" + hash(yaml);
    return new StreamMapping(fileName, file.plan(), file.examples(), version);
  }

  /** The pages that the file brings along, in its order; possibly none. */
  public List<MappingExample> examples() {
    return examples;
  }

  /**
   * Maps all examples.
   *
   * @throws MappingFileException when one gives other counts than it says, or no reading at all
   */
  public void proveExamples() throws MappingFileException {
    List<MappingFileException.Mistake> mistakes =
        new ExampleProof(fileName, this).mistakes(examples);
    if (!mistakes.isEmpty()) {
      throw new MappingFileException(mistakes);
    }
  }

  @Override
  public String mappingVersion() {
    return mappingVersion;
  }

  @Override
  public MappedPage map(RawPage page) throws ProviderException {
    PageCollector collector = new PageCollector();
    plan.run(JSON.read(page.payload()), page.attributes(), collector);
    return collector.page();
  }

  /** Of the text without the line ends of one system or another. */
  private static String hash(String yaml) {
    try {
      byte[] text = yaml.replace("\r\n", "\n").getBytes(StandardCharsets.UTF_8);
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(text);
      return HexFormat.of().formatHex(digest, 0, HASH_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
