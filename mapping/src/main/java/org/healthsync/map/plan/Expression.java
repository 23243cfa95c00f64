package org.healthsync.map.plan;

import com.dashjoin.jsonata.JException;
import com.dashjoin.jsonata.Jsonata;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.healthsync.spi.http.JsonView;
import org.jspecify.annotations.Nullable;

/**
 * JSONata, for what the plain operations cannot say. Pure and bounded in steps and depth. Its own
 * arithmetic is floating point: a result that went through it is refused with {@link
 * Flaw#INEXACT_NUMBER}; {@code $scale(value, power)} and {@code $times(a, b)} are exact.
 */
public final class Expression implements Source {

  /** Functions of JSONata that a pure mapping must not use. */
  public static final List<String> IMPURE = List.of("eval", "now", "millis", "random", "shuffle");

  /** Counted, not timed: whether an expression ends must not depend on how busy a machine is. */
  private static final int MAX_STEPS = 200_000;

  private static final int MAX_DEPTH = 100;
  private static final int MAX_POWER = 30;
  private static final double MAX_EXACT_DOUBLE = 0x1p53;

  private final Jsonata compiled;
  private final Map<String, Integer> variables;
  private final int input;

  /**
   * Compiles an expression.
   *
   * @param text JSONata
   * @param variables slots of the variables that it names
   * @param input slot of {@code $}
   * @throws IllegalArgumentException when it is not JSONata
   */
  public Expression(String text, Map<String, Integer> variables, int input) {
    try {
      this.compiled = Jsonata.jsonata(text);
    } catch (JException e) {
      throw new IllegalArgumentException("not JSONata: " + e.getMessage(), e);
    }
    this.variables = Map.copyOf(variables);
    this.input = input;
  }

  @Override
  public JsonView read(Frame frame) throws Unmappable {
    Object result = evaluate(frame);
    if (result instanceof Number number && !isExact(number)) {
      throw new Unmappable(Flaw.INEXACT_NUMBER, pointer(frame));
    }
    return PlainJson.json(result);
  }

  @Override
  public String pointer(Frame frame) {
    return frame.pointer(input);
  }

  /**
   * Exact functions and the page give BigDecimal; doubles are exact for small whole numbers only.
   */
  private static boolean isExact(Number number) {
    if (number instanceof Integer || number instanceof Long) {
      return Math.abs((double) number.longValue()) < MAX_EXACT_DOUBLE;
    }
    return number instanceof BigDecimal;
  }

  /** Also catches stack overflow: the engine recurses over nested input as well. */
  private @Nullable Object evaluate(Frame frame) throws Unmappable {
    Jsonata.Frame bindings = compiled.createFrame();
    Effort effort = new Effort();
    bindings.setEvaluateEntryCallback((symbol, input, environment) -> effort.enter());
    bindings.setEvaluateExitCallback((symbol, input, environment, result) -> effort.leave());
    bindings.bind("scale", (Object value, Object power) -> scale(value, power));
    bindings.bind("times", (Object one, Object other) -> decimal(one).multiply(decimal(other)));
    variables.forEach((name, slot) -> bindings.bind(name, frame.plain(slot)));
    try {
      return compiled.evaluate(frame.plain(input), bindings);
    } catch (RuntimeException | StackOverflowError e) {
      throw new Unmappable(Flaw.EXPRESSION_FAILED, pointer(frame));
    }
  }

  /** How far one evaluation has gone. */
  private static final class Effort {

    private int steps;
    private int depth;

    void enter() {
      steps++;
      depth++;
      if (steps > MAX_STEPS || depth > MAX_DEPTH) {
        throw new IllegalStateException("the expression does not end");
      }
    }

    void leave() {
      depth--;
    }
  }

  private static BigDecimal scale(Object value, Object power) {
    int exponent = decimal(power).intValueExact();
    if (Math.abs(exponent) > MAX_POWER) {
      throw new IllegalArgumentException("power of ten out of range");
    }
    return decimal(value).scaleByPowerOfTen(exponent);
  }

  /** Refuses Double: what has been through floating point is not made exact again. */
  private static BigDecimal decimal(Object value) {
    if (value instanceof BigDecimal decimal) {
      return decimal;
    }
    if (value instanceof Long || value instanceof Integer) {
      return BigDecimal.valueOf(((Number) value).longValue());
    }
    throw new IllegalArgumentException("not an exact number");
  }
}
