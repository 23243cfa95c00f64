package org.healthsync.validate;

import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Gives the free elements of a resource other values of all that their kinds vouch for, the same
 * for the same seed. What comes out is mostly of the same shape, though not when the shape holds
 * that its members differ in what does not matter.
 */
final class Variations {

  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  private static final List<String> ZONES = ZoneId.getAvailableZoneIds().stream().sorted().toList();
  private static final List<String> SOURCES = List.of("provider", "zone", "profile", "assumed");
  private static final List<String> METHODS = List.of("automatic", "manual");
  private static final List<String> STATUSES =
      List.of("final", "preliminary", "amended", "corrected", "entered-in-error");
  private static final List<String> HOSTS =
      List.of(
          "health.example",
          "example.org",
          "acme.com",
          "hl7.org",
          "terminology.hl7.org",
          "loinc.org",
          "snomed.info",
          "localhost:8080",
          "10.0.0.1");
  private static final String TEXT =
      "abcXYZ019 -_.,:;/()+|%@#'\u00e4\u00d8\u00df\u0416\u4e2d\u05d0";
  private static final String ID = "abcdefXYZ0123456789.-";
  private static final DateTimeFormatter SECONDS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ssXXX");
  private static final DateTimeFormatter MILLIS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSxxx");

  private final Random random;

  Variations(long seed) {
    random = new Random(seed);
  }

  String vary(String json) {
    try {
      JsonNode root = JSON.readTree(json);
      if (root instanceof ObjectNode object) {
        object(object, root.path("resourceType").asText());
      }
      return JSON.writeValueAsString(root);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void object(ObjectNode object, String path) {
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    for (String name : names) {
      JsonNode varied = node(object.get(name), path + "." + name);
      if (varied != null) {
        object.set(name, varied);
      }
    }
    inOrder(object, "start", "end", text -> Instant.from(parsed(text)));
    JsonNode low = object.path("low");
    JsonNode high = object.path("high");
    boolean range = low.path("value").isNumber() && high.path("value").isNumber();
    if (range
        && low.path("value").decimalValue().compareTo(high.path("value").decimalValue()) > 0) {
      JsonNode greater = low.get("value");
      ((ObjectNode) low).set("value", high.get("value"));
      ((ObjectNode) high).set("value", greater);
    }
  }

  private static OffsetDateTime parsed(String text) {
    return text.length() == 10
        ? LocalDate.parse(text).atStartOfDay().atOffset(ZoneOffset.UTC)
        : OffsetDateTime.parse(text);
  }

  /** Both ends were varied by themselves; mostly they are put in order, as real ones are. */
  private void inOrder(
      ObjectNode object, String first, String second, Function<String, Instant> at) {
    String start = object.path(first).asText("");
    String end = object.path(second).asText("");
    if (!vouched(start) || !vouched(end)) {
      return;
    }
    boolean wrong = Comparator.<Instant>naturalOrder().compare(at.apply(start), at.apply(end)) > 0;
    if (wrong) {
      object.put(first, end).put(second, start);
    }
  }

  private static boolean vouched(String text) {
    return !text.isEmpty() && FreeValue.DATE_TIME.classOf(text) != null;
  }

  private @Nullable JsonNode node(JsonNode node, String path) {
    if (node instanceof ObjectNode object) {
      object(object, path);
      return null;
    }
    if (node instanceof ArrayNode array) {
      for (int i = 0; i < array.size(); i++) {
        JsonNode varied = node(array.get(i), path);
        if (varied != null) {
          array.set(i, varied);
        }
      }
      return null;
    }
    FreeValue free = FreeElements.at(path);
    if (free == null || node.isNumber() != (free == FreeValue.DECIMAL)) {
      return null;
    }
    String vouched = free.classOf(node.asText());
    if (vouched == null) {
      return null;
    }
    String value = value(free, node.asText());
    return free == FreeValue.DECIMAL
        ? JSON.getNodeFactory().numberNode(new BigDecimal(value))
        : JSON.getNodeFactory().textNode(value);
  }

  private String value(FreeValue free, String old) {
    return switch (free) {
      case ID -> random.nextBoolean() ? uuid() : signs(ID, 1 + random.nextInt(64));
      case REFERENCE -> old.substring(0, old.indexOf('/') + 1) + uuid();
      case DATE_TIME -> old.length() == 10 ? date() : dateTime();
      case DECIMAL -> decimal();
      case TEXT -> text();
      case STATUS -> one(STATUSES);
      case ZONE_OR_SOURCE -> one(SOURCES.contains(old) ? SOURCES : ZONES);
      case OWN_CODE -> one(METHODS);
      case NAMESPACE -> namespace();
      case BASE64 -> base64();
      case SAMPLES ->
          IntStream.range(0, 1 + random.nextInt(30))
              .mapToObj(i -> sample())
              .collect(Collectors.joining(" "));
    };
  }

  private String uuid() {
    return new UUID(random.nextLong(), random.nextLong()).toString();
  }

  private String date() {
    return LocalDate.of(1900, 1, 1).plusDays(random.nextInt(73_000)).toString();
  }

  private String dateTime() {
    ZoneOffset offset = ZoneOffset.ofTotalSeconds((random.nextInt(105) - 48) * 900);
    OffsetDateTime time =
        LocalDate.parse(date())
            .atTime(random.nextInt(24), random.nextInt(60), random.nextInt(60))
            .atOffset(random.nextInt(4) == 0 ? ZoneOffset.UTC : offset);
    return random.nextInt(3) == 0
        ? MILLIS.format(time.plusNanos(random.nextInt(1000) * 1_000_000L))
        : SECONDS.format(time);
  }

  private String decimal() {
    long digits = random.nextLong() % (long) Math.pow(10, 1 + random.nextInt(14));
    return BigDecimal.valueOf(digits, random.nextInt(6)).toPlainString();
  }

  private String sample() {
    return switch (random.nextInt(8)) {
      case 0 -> one(List.of("E", "U", "L"));
      case 1 -> one(List.of("light", "deep", "rem", "asleep-unspecified"));
      default -> decimal();
    };
  }

  private String text() {
    String text = signs(TEXT, 1 + random.nextInt(random.nextInt(10) == 0 ? 300 : 20)).strip();
    return text.isEmpty() ? "x" : text;
  }

  private String namespace() {
    String scheme = random.nextInt(4) == 0 ? "http://" : "https://";
    String path = one(List.of("", "/base", "/a/b.c", "/fhir/sid"));
    String kind = random.nextInt(4) == 0 ? "/service" : "/withings/body-weight";
    return scheme + one(HOSTS) + path + "/fhir/sid" + kind;
  }

  private String base64() {
    byte[] bytes = new byte[1 + random.nextInt(60)];
    random.nextBytes(bytes);
    return Base64.getEncoder().encodeToString(bytes);
  }

  private String signs(String from, int length) {
    StringBuilder signs = new StringBuilder();
    for (int i = 0; i < length; i++) {
      signs.append(from.charAt(random.nextInt(from.length())));
    }
    return signs.toString();
  }

  private <T> T one(List<T> of) {
    return of.get(random.nextInt(of.size()));
  }
}
