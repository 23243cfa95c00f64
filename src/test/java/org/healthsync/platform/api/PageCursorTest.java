package org.healthsync.platform.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.healthsync.platform.ProblemException;
import org.junit.jupiter.api.Test;

class PageCursorTest {

  @Test
  void keysComeBackAsTheyWere() {
    String text = new PageCursor("things", List.of("a", "", "ü 1")).encode();

    assertThat(text).matches("[A-Za-z0-9_-]+");
    assertThat(PageCursor.decode("things", 3, text).keys()).containsExactly("a", "", "ü 1");
  }

  @Test
  void cursorOfAnotherListOrNoCursorAtAllIsInvalid() {
    String text = new PageCursor("things", List.of("a")).encode();

    for (String bad : List.of("", "x", "???", text.substring(1))) {
      assertThatThrownBy(() -> PageCursor.decode("things", 1, bad))
          .isInstanceOf(ProblemException.class);
    }
    assertThatThrownBy(() -> PageCursor.decode("others", 1, text))
        .isInstanceOf(ProblemException.class);
    assertThatThrownBy(() -> PageCursor.decode("things", 2, text))
        .isInstanceOf(ProblemException.class);
  }
}
