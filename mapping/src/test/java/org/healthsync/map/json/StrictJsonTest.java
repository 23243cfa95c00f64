package org.healthsync.map.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.healthsync.spi.ProviderException;
import org.healthsync.spi.StandardError;
import org.healthsync.spi.http.JsonView;
import org.healthsync.spi.stream.Payload;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StrictJsonTest {

  private final StrictJson json = new StrictJson();

  private JsonView read(String text) throws ProviderException {
    return json.read(Payload.of(text));
  }

  private ProviderException refused(byte[] bytes) {
    ProviderException refused =
        catchThrowableOfType(ProviderException.class, () -> json.read(Payload.of(bytes)));
    assertThat(refused).as("must be refused").isNotNull();
    assertThat(refused.code()).isEqualTo(StandardError.BAD_PAYLOAD);
    return refused;
  }

  @Test
  void everyDigitOfANumberSurvives() throws ProviderException {
    JsonView view = read("[72.350, 9007199254740993, 1.10E-2, -0.0]");
    assertThat(view.elements())
        .extracting(e -> e.decimal().orElseThrow().toString())
        .containsExactly("72.350", "9007199254740993", "0.0110", "0.0");
    assertThat(view.get(1).integer()).hasValue(9007199254740993L);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "{",
        "[1,]",
        "{\"a\":1,}",
        "{'a':1}",
        "{\"a\":1} x",
        "{} {}",
        "NaN",
        "[Infinity]",
        "[-Infinity]",
        "[01]",
        "[+1]",
        "[.5]",
        "[1.]",
        "tru",
        "{\"a\":1,\"a\":2}",
        "// c\n1",
        "\"\\x\"",
        "[1",
        "\"\n\"",
        "<html>secret</html>"
      })
  void whatIsNotJsonIsRefusedAsAWhole(String text) {
    refused(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void messagesTellThePlaceAndNeverTheText() {
    ProviderException refused =
        refused("{\"token\": hunter2secret}".getBytes(StandardCharsets.UTF_8));
    assertThat(refused).hasMessageContaining("line 1").hasNoCause();
    assertThat(refused.getMessage()).doesNotContain("hunter2");
  }

  @Test
  void bytesThatAreNotUtf8AreRefused() {
    refused(new byte[] {'"', (byte) 0xC3, '"'});
    refused(new byte[] {'"', (byte) 0xC0, (byte) 0xAF, '"'});
    refused(new byte[] {'"', (byte) 0xED, (byte) 0xA0, (byte) 0x80, '"'});
    refused("{}".getBytes(StandardCharsets.UTF_16LE));
  }

  @Test
  void depthAndLengthAreBounded() throws ProviderException {
    assertThat(read("[".repeat(64) + "]".repeat(64)).kind()).isEqualTo(JsonView.Kind.ARRAY);
    refused(("[".repeat(65) + "]".repeat(65)).getBytes(StandardCharsets.UTF_8));
    StrictJson small = new StrictJson(new JsonLimits(20, 4, 8, 9));
    assertThat(
            catchThrowableOfType(
                ProviderException.class, () -> small.read(Payload.of("[\"123456789\"]"))))
        .hasMessageContaining("too long");
    assertThat(
            catchThrowableOfType(
                ProviderException.class, () -> small.read(Payload.of(" ".repeat(20) + "1"))))
        .hasMessageContaining("20 bytes");
  }

  @Test
  void valuesOfADocumentAreCountedWhereverTheyStand() throws ProviderException {
    StrictJson small = new StrictJson(new JsonLimits(1000, 4, 8, 5));
    assertThat(small.read(Payload.of("[{\"a\": []}, 1, 2]")).elements()).hasSize(3);
    for (String many : new String[] {"[[], {}, {}, [], []]", "{\"a\": {\"b\": [1, 2, 3]}}"}) {
      ProviderException refused =
          catchThrowableOfType(ProviderException.class, () -> small.read(Payload.of(many)));
      assertThat(refused.code()).isEqualTo(StandardError.BAD_PAYLOAD);
      assertThat(refused).hasMessageContaining("more than 5 values");
    }
  }

  @Test
  void smallDocumentOfMillionsOfValuesIsRefusedBeforeItFillsTheMemory() {
    byte[] zeros = new byte[16 << 20];
    for (int i = 0; i < zeros.length; i += 2) {
      zeros[i] = '0';
      zeros[i + 1] = ',';
    }
    zeros[0] = '[';
    zeros[1] = ' ';
    zeros[zeros.length - 1] = ']';
    assertThat(refused(zeros)).hasMessageContaining("more than 500000 values");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"1e400", "-1e400", "1e-400", "1e999999999", "1E99999999999999999999", "0e500"})
  void anAbsurdExponentHarmsOnlyItsOwnValue(String number) throws ProviderException {
    JsonView view = read("{\"a\": " + number + ", \"b\": 2}");
    assertThat(view.get("a").kind()).isEqualTo(JsonView.Kind.NUMBER);
    assertThat(view.get("a").decimal()).isEmpty();
    assertThat(view.get("a").integer()).isEmpty();
    assertThat(view.get("b").integer()).hasValue(2);
  }

  @Test
  void aMillionDigitsAreNoNumberAndCostNothing() throws ProviderException {
    JsonView view = read("[" + "9".repeat(1_000_000) + ", 5]");
    assertThat(view.get(0).decimal()).isEmpty();
    assertThat(view.get(1).integer()).hasValue(5);
  }

  @ParameterizedTest
  @CsvSource({"12,12", "-3,-3", "1e3,1000", "5.0,5", "9223372036854775807,9223372036854775807"})
  void wholeNumbersAreReadHoweverWritten(String written, long value) throws ProviderException {
    assertThat(read(written).integer()).hasValue(value);
    assertThat(read("\"" + written + "\"").integer()).hasValue(value);
  }

  @ParameterizedTest
  @ValueSource(strings = {"NaN", "Infinity", "", " 1", "+1", "0x1F", "1_000", "١٢", "1,5", "--1"})
  void textThatIsNoNumberHasNoDecimal(String text) throws ProviderException {
    assertThat(read("\"" + text + "\"").decimal()).isEmpty();
    assertThat(read("\"" + text + "\"").integer()).isEmpty();
  }

  @Test
  void numbersBeyond64BitsAreNoIntegers() throws ProviderException {
    assertThat(read("9223372036854775808").integer()).isEmpty();
    assertThat(read("1.5").integer()).isEmpty();
    assertThat(read("9223372036854775808").decimal())
        .contains(new BigDecimal("9223372036854775808"));
  }

  @Test
  void lookingForWhatIsNotThereGivesAMissingView() throws ProviderException {
    JsonView view = read("{\"a\": [], \"n\": null}");
    assertThat(view.get("x").get(3).get("y").at("/z").kind()).isEqualTo(JsonView.Kind.MISSING);
    assertThat(view.get("a").members()).isEmpty();
    assertThat(view.get("n").isAbsent()).isTrue();
    assertThat(view.get("a").get(-1).isAbsent()).isTrue();
    assertThat(view.get("a").text()).isEmpty();
  }

  @Test
  void pointersFollowRfc6901() throws ProviderException {
    JsonView view = read("{\"a/b\": {\"m~n\": [10, 20]}, \"\": 1}");
    assertThat(view.at("/a~1b/m~0n/1").integer()).hasValue(20);
    assertThat(view.at("/").integer()).hasValue(1);
    assertThat(view.at("")).isSameAs(view);
    assertThat(view.at("/a~1b/m~0n/01").isAbsent()).isTrue();
    assertThat(view.at("/a~1b/m~0n/-").isAbsent()).isTrue();
    assertThat(view.at("nonsense").isAbsent()).isTrue();
  }

  @Test
  void truthIsAlsoWrittenAsOneOrZero() throws ProviderException {
    JsonView view = read("[true, false, 1, 0, \"1\", 2, null]");
    assertThat(view.elements())
        .extracting(JsonView::truth)
        .containsExactly(
            Optional.of(true),
            Optional.of(false),
            Optional.of(true),
            Optional.of(false),
            Optional.of(true),
            Optional.empty(),
            Optional.empty());
  }

  @Test
  void aByteOrderMarkIsPassedOver() throws ProviderException {
    assertThat(read("\uFEFF{\"a\":1}").get("a").integer()).hasValue(1);
  }

  @Test
  void theTextFormOfAViewHidesItsContent() throws ProviderException {
    assertThat(read("{\"weight\": 72.4}").toString()).isEqualTo("Json[OBJECT]");
  }
}
