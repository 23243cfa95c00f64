package org.healthsync.testkit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.healthsync.spi.ProviderException;
import org.healthsync.spi.StandardError;
import org.healthsync.spi.http.JsonReader;
import org.healthsync.spi.http.JsonView;
import org.healthsync.spi.stream.Payload;

/** JSON as the service reads it: exact numbers, no duplicate members, nothing behind the value. */
final class JacksonJson implements JsonReader {

  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  @Override
  public JsonView read(Payload payload) throws ProviderException {
    JsonNode root;
    try {
      root = MAPPER.readTree(payload.toByteArray());
    } catch (JsonProcessingException e) {
      // its message quotes the payload
      throw new ProviderException(StandardError.BAD_PAYLOAD, "the body is no well-formed JSON");
    } catch (IOException e) {
      throw new ProviderException(StandardError.BAD_PAYLOAD, "the body cannot be read");
    }
    if (root.isMissingNode()) {
      throw new ProviderException(StandardError.BAD_PAYLOAD, "the body is empty");
    }
    return new View(root);
  }

  private record View(JsonNode node) implements JsonView {

    @Override
    public Kind kind() {
      return switch (node.getNodeType()) {
        case OBJECT, POJO -> Kind.OBJECT;
        case ARRAY -> Kind.ARRAY;
        case STRING, BINARY -> Kind.TEXT;
        case NUMBER -> Kind.NUMBER;
        case BOOLEAN -> Kind.TRUTH;
        case NULL -> Kind.NULL;
        case MISSING -> Kind.MISSING;
      };
    }

    @Override
    public JsonView get(String name) {
      return new View(node.path(name));
    }

    @Override
    public JsonView get(int index) {
      return new View(node.isArray() ? node.path(index) : MissingNode.getInstance());
    }

    @Override
    public JsonView at(String pointer) {
      return new View(node.at(pointer));
    }

    @Override
    public List<JsonView> elements() {
      List<JsonView> elements = new ArrayList<>();
      if (node.isArray()) {
        node.forEach(element -> elements.add(new View(element)));
      }
      return Collections.unmodifiableList(elements);
    }

    @Override
    public Map<String, JsonView> members() {
      Map<String, JsonView> members = new LinkedHashMap<>();
      node.properties().forEach(entry -> members.put(entry.getKey(), new View(entry.getValue())));
      return Collections.unmodifiableMap(members);
    }

    @Override
    public Optional<String> text() {
      return node.isValueNode() && !node.isNull() && !node.isMissingNode()
          ? Optional.of(node.asText())
          : Optional.empty();
    }

    @Override
    public Optional<BigDecimal> decimal() {
      try {
        return node.isNumber() || node.isTextual()
            ? Optional.of(new BigDecimal(node.asText()))
            : Optional.empty();
      } catch (NumberFormatException e) {
        return Optional.empty();
      }
    }

    @Override
    public OptionalLong integer() {
      try {
        return decimal()
            // no long has more digits; keeps 1e999999999 from being written out
            .filter(number -> Math.abs((long) number.scale()) <= 20)
            .map(number -> OptionalLong.of(number.longValueExact()))
            .orElse(OptionalLong.empty());
      } catch (ArithmeticException e) {
        return OptionalLong.empty();
      }
    }

    @Override
    public Optional<Boolean> truth() {
      return switch (text().orElse("")) {
        case "true", "1" -> Optional.of(true);
        case "false", "0" -> Optional.of(false);
        default -> Optional.empty();
      };
    }
  }
}
