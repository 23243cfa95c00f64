package org.healthsync.map.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.healthsync.spi.ProviderException;
import org.healthsync.spi.StandardError;
import org.healthsync.spi.http.JsonReader;
import org.healthsync.spi.http.JsonView;
import org.healthsync.spi.stream.Payload;

/**
 * Reads JSON as RFC 8259 has it and nothing beyond: well-formed UTF-8, one value, no repeated
 * member, no NaN. Numbers are kept as written and become a {@code BigDecimal} only when asked for,
 * so that an absurd exponent harms nobody but its own value. Messages tell the place, never the
 * text. Safe for use by many threads.
 */
public final class StrictJson implements JsonReader {

  private static final char BYTE_ORDER_MARK = '\uFEFF';

  private final JsonLimits limits;
  private final JsonFactory factory;

  /** A reader with {@link JsonLimits#DEFAULT}. */
  public StrictJson() {
    this(JsonLimits.DEFAULT);
  }

  /** A reader with limits of its own. */
  public StrictJson(JsonLimits limits) {
    this.limits = limits;
    this.factory =
        JsonFactory.builder()
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .streamReadConstraints(
                StreamReadConstraints.builder()
                    .maxNestingDepth(limits.maxDepth())
                    .maxStringLength(limits.maxTextLength())
                    .maxNameLength(limits.maxTextLength())
                    .maxNumberLength(limits.maxTextLength())
                    .build())
            .build();
  }

  @Override
  public JsonView read(Payload payload) throws ProviderException {
    if (payload.size() > limits.maxBytes()) {
      throw bad("the document is longer than " + limits.maxBytes() + " bytes");
    }
    CharBuffer text = decode(payload);
    int start = text.hasRemaining() && text.get(0) == BYTE_ORDER_MARK ? 1 : 0;
    try (JsonParser parser = factory.createParser(text.array(), start, text.remaining() - start)) {
      return new Reading(parser, limits.maxValues()).document();
    } catch (StreamConstraintsException e) {
      throw bad("the document is nested too deep or holds too long a text");
    } catch (JsonProcessingException e) {
      throw bad("not well-formed JSON" + place(e.getLocation()));
    } catch (IOException e) {
      throw new IllegalStateException("reading from memory cannot fail", e);
    }
  }

  /** Decoded here, since parsers let overlong forms and encoded surrogates pass. */
  private static CharBuffer decode(Payload payload) throws ProviderException {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .onUnmappableCharacter(CodingErrorAction.REPORT)
          .decode(ByteBuffer.wrap(payload.toByteArray()));
    } catch (CharacterCodingException e) {
      throw bad("the document is not well-formed UTF-8");
    }
  }

  private static String place(JsonLocation location) {
    return " at line " + location.getLineNr() + ", column " + location.getColumnNr();
  }

  /** Without a cause: a parser's own message quotes what it read. */
  private static ProviderException bad(String message) {
    return new ProviderException(StandardError.BAD_PAYLOAD, message);
  }

  /** One document on its way into memory. */
  private static final class Reading {

    private final JsonParser parser;
    private final int most;
    private int values;

    Reading(JsonParser parser, int most) {
      this.parser = parser;
      this.most = most;
    }

    JsonView document() throws IOException, ProviderException {
      JsonToken first = parser.nextToken();
      if (first == null) {
        throw bad("the document is empty");
      }
      JsonView value = value(first);
      if (parser.nextToken() != null) {
        throw bad("there is more after the end of the value" + place(parser.currentLocation()));
      }
      return value;
    }

    private JsonView value(JsonToken token) throws IOException, ProviderException {
      values++;
      if (values > most) {
        throw bad("the document holds more than " + most + " values");
      }
      return switch (token) {
        case START_OBJECT -> object();
        case START_ARRAY -> array();
        case VALUE_STRING -> Json.text(parser.getText());
        case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> Json.number(parser.getText());
        case VALUE_TRUE -> Json.TRUE;
        case VALUE_FALSE -> Json.FALSE;
        case VALUE_NULL -> Json.NULL;
        case NOT_AVAILABLE, END_OBJECT, END_ARRAY, FIELD_NAME, VALUE_EMBEDDED_OBJECT ->
            throw bad("not well-formed JSON" + place(parser.currentLocation()));
      };
    }

    private JsonView object() throws IOException, ProviderException {
      Map<String, JsonView> members = new LinkedHashMap<>();
      String name;
      while ((name = parser.nextFieldName()) != null) {
        if (members.put(name, value(parser.nextToken())) != null) {
          throw bad("a member is there twice" + place(parser.currentLocation()));
        }
      }
      return Json.object(members);
    }

    private JsonView array() throws IOException, ProviderException {
      List<JsonView> elements = new ArrayList<>();
      JsonToken token;
      while ((token = parser.nextToken()) != JsonToken.END_ARRAY) {
        elements.add(value(token));
      }
      return Json.array(elements);
    }
  }
}
