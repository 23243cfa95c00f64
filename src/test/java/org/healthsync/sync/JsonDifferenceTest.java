package org.healthsync.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonDifferenceTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"a\":1} | {\"a\":1} | []",
        "{\"a\":1} | {\"a\":2} | [/a]",
        "{\"a\":72} | {\"a\":72.0} | [/a]",
        "{\"a\":72.50} | {\"a\":72.5} | [/a]",
        "{\"a\":1} | {\"b\":1} | [/a, /b]",
        "{\"a\":[1,2]} | {\"a\":[1,3,4]} | [/a/1, /a/2]",
        "{\"a\":{\"b\":1}} | {\"a\":[1]} | [/a]",
        "{\"a/b~c\":1} | {\"a/b~c\":2} | [/a~1b~0c]"
      })
  void everyPlaceThatDiffersIsNamedOnce(String before, String after, String pointers) {
    assertThat(JsonDifference.of(before, after)).hasToString(pointers);
  }

  @Test
  void whatIsNoJsonIsNotQuoted() {
    assertThatThrownBy(() -> JsonDifference.of("{\"weight\":72", "{}"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasNoCause()
        .hasMessageNotContaining("72");
  }
}
