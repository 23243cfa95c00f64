package org.healthsync.notify;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.healthsync.spi.notify.Change;
import org.healthsync.spi.stream.Payload;
import org.healthsync.spi.stream.RawPage;
import org.healthsync.spi.stream.Window;
import org.jspecify.annotations.Nullable;

/** Changes as JSON. Equal changes have equal text. */
final class ChangeText {

  private static final int FORMAT = 1;
  private static final ObjectMapper JSON = new ObjectMapper();

  private ChangeText() {}

  static byte[] write(Change change) {
    ObjectNode json = JSON.createObjectNode().put("format", FORMAT);
    json.put("account", change.accountId());
    if (change instanceof Change.Fetch fetch) {
      json.put("kind", "fetch").put("stream", fetch.stream());
      window(json, fetch.window());
      json.put("reference", fetch.reference());
    } else if (change instanceof Change.Data data) {
      page(json.put("kind", "data"), data.page());
    } else if (change instanceof Change.Deleted deleted) {
      json.put("kind", "deleted").put("type", deleted.type()).put("key", deleted.sourceKey());
    } else if (change instanceof Change.Permissions permissions) {
      var all = json.put("kind", "permissions").putArray("permissions");
      new TreeSet<>(permissions.permissions()).forEach(all::add);
    } else {
      json.put("kind", "revoked");
    }
    try {
      return JSON.writeValueAsBytes(json);
    } catch (IOException e) {
      throw new IllegalStateException("a JSON tree was not written", e);
    }
  }

  private static void window(ObjectNode json, @Nullable Window window) {
    if (window != null) {
      json.put("from", window.from().toString()).put("to", window.to().toString());
    }
  }

  private static void page(ObjectNode json, RawPage page) {
    json.put("stream", page.stream()).put("contentType", page.contentType());
    json.put("payload", page.payload().toByteArray());
    json.put("fetchedAt", page.fetchedAt().toString());
    ObjectNode attributes = json.putObject("attributes");
    new TreeMap<>(page.attributes()).forEach(attributes::put);
  }

  static Change read(byte[] text) {
    JsonNode json = parse(text);
    if (json.path("format").asInt() != FORMAT) {
      throw new IllegalStateException("a stored change has a format that this build does not know");
    }
    String account = json.path("account").asText();
    return switch (json.path("kind").asText()) {
      case "fetch" ->
          new Change.Fetch(
              account, json.path("stream").asText(), window(json), textOrNull(json, "reference"));
      case "data" -> new Change.Data(account, page(json));
      case "deleted" ->
          new Change.Deleted(account, json.path("type").asText(), json.path("key").asText());
      case "permissions" -> new Change.Permissions(account, permissions(json));
      case "revoked" -> new Change.Revoked(account);
      default -> throw new IllegalStateException("a stored change is of an unknown kind");
    };
  }

  private static JsonNode parse(byte[] text) {
    try {
      return JSON.readTree(text);
    } catch (IOException e) {
      // without the cause, which may quote data
      throw new IllegalStateException("a stored change is not JSON");
    }
  }

  private static @Nullable Window window(JsonNode json) {
    return json.has("from")
        ? new Window(
            Instant.parse(json.path("from").asText()), Instant.parse(json.path("to").asText()))
        : null;
  }

  private static @Nullable String textOrNull(JsonNode json, String name) {
    return json.hasNonNull(name) ? json.path(name).asText() : null;
  }

  private static RawPage page(JsonNode json) {
    Map<String, String> attributes = new HashMap<>();
    json.path("attributes")
        .properties()
        .forEach(entry -> attributes.put(entry.getKey(), entry.getValue().asText()));
    try {
      return new RawPage(
          json.path("stream").asText(),
          Payload.of(json.path("payload").binaryValue()),
          json.path("contentType").asText(),
          attributes,
          Instant.parse(json.path("fetchedAt").asText()));
    } catch (IOException e) {
      throw new IllegalStateException("a stored page is not base64");
    }
  }

  private static Set<String> permissions(JsonNode json) {
    Set<String> all = new HashSet<>();
    json.path("permissions").forEach(permission -> all.add(permission.asText()));
    return all;
  }
}
