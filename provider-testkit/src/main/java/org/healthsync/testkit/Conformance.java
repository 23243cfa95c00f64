package org.healthsync.testkit;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.healthsync.spi.StandardError;
import org.healthsync.spi.notify.Change;
import org.healthsync.spi.notify.Notification;

/**
 * What a plugin's author tells the suite about the provider: how it answers. Built once per test;
 * immutable when built.
 */
public final class Conformance {

  private final Instant now;
  private final String accountId;
  private final List<StreamCase> streams;
  private final List<AnswerCase> answers;
  private final List<NotificationCase> notifications;
  private final List<StubAnswer> revoke;
  private final List<StubAnswer> revokeWhenGone;
  private final List<StubAnswer> subscribe;
  private final Optional<UnknownMeasure> unknownMeasure;
  private final Map<Check, String> exemptions;

  /**
   * A page with a measure that the plugin does not know, beside ones that it knows.
   *
   * @param stream name of the stream
   * @param page the answer
   */
  public record UnknownMeasure(String stream, StubAnswer page) {}

  private Conformance(Builder builder) {
    this.now = builder.now;
    this.accountId = builder.accountId;
    this.streams = List.copyOf(builder.streams);
    this.answers = List.copyOf(builder.answers);
    this.notifications = List.copyOf(builder.notifications);
    this.revoke = List.copyOf(builder.revoke);
    this.revokeWhenGone = List.copyOf(builder.revokeWhenGone);
    this.subscribe = List.copyOf(builder.subscribe);
    this.unknownMeasure = builder.unknownMeasure;
    this.exemptions = Map.copyOf(builder.exemptions);
  }

  /**
   * Begins a declaration.
   *
   * @param accountId an id as the provider writes it
   * @param now where the plugin's clock stands
   */
  public static Builder of(String accountId, Instant now) {
    return new Builder(accountId, now);
  }

  Instant now() {
    return now;
  }

  String accountId() {
    return accountId;
  }

  List<StreamCase> streams() {
    return streams;
  }

  List<AnswerCase> answers() {
    return answers;
  }

  List<NotificationCase> notifications() {
    return notifications;
  }

  List<StubAnswer> revoke() {
    return revoke;
  }

  List<StubAnswer> revokeWhenGone() {
    return revokeWhenGone;
  }

  List<StubAnswer> subscribe() {
    return subscribe;
  }

  Optional<UnknownMeasure> unknownMeasure() {
    return unknownMeasure;
  }

  Optional<String> exemption(Check check) {
    return Optional.ofNullable(exemptions.get(check));
  }

  /** Collects a declaration. */
  public static final class Builder {

    private final Instant now;
    private final String accountId;
    private final List<StreamCase> streams = new ArrayList<>();
    private final List<AnswerCase> answers = new ArrayList<>();
    private final List<NotificationCase> notifications = new ArrayList<>();
    private final Map<Check, String> exemptions = new EnumMap<>(Check.class);
    private List<StubAnswer> revoke = List.of();
    private List<StubAnswer> revokeWhenGone = List.of();
    private List<StubAnswer> subscribe = List.of();
    private Optional<UnknownMeasure> unknownMeasure = Optional.empty();

    private Builder(String accountId, Instant now) {
      this.accountId = accountId;
      this.now = now;
    }

    /** How a stream answers; every pulled stream of the descriptor needs one. */
    public Builder stream(String stream, List<StubAnswer> pages, StubAnswer nothingNew) {
      streams.add(new StreamCase(stream, pages, nothingNew, StreamCase.Kind.CONTINUED));
      return this;
    }

    /**
     * How a stream answers whose provider lists all of it every time, such as a person's devices: a
     * second run asks the same again.
     */
    public Builder wholeList(String stream, StubAnswer page, StubAnswer nothing) {
      streams.add(new StreamCase(stream, List.of(page), nothing, StreamCase.Kind.WHOLE));
      return this;
    }

    /**
     * How a stream answers that is read by slices of time, a page each, until now; set the clock so
     * that a second run reads the last one only.
     */
    public Builder slices(String stream, List<StubAnswer> pages, StubAnswer nothing) {
      streams.add(new StreamCase(stream, pages, nothing, StreamCase.Kind.SLICED));
      return this;
    }

    /** What an answer must come to. */
    public Builder answer(String name, StubAnswer answer, StandardError expected) {
      answers.add(new AnswerCase(name, answer, expected));
      return this;
    }

    /** What a genuine notification means. */
    public Builder notification(String name, Notification notification, List<Change> expected) {
      notifications.add(new NotificationCase(name, notification, expected));
      return this;
    }

    /** The answers to a revocation that succeeds, and to one of a grant that is gone. */
    public Builder revoke(List<StubAnswer> success, List<StubAnswer> whenGone) {
      this.revoke = success;
      this.revokeWhenGone = whenGone;
      return this;
    }

    /** The answers to a first subscription. */
    public Builder subscribe(List<StubAnswer> success) {
      this.subscribe = success;
      return this;
    }

    /** A page with an unknown measure beside known ones. */
    public Builder unknownMeasure(String stream, StubAnswer page) {
      this.unknownMeasure = Optional.of(new UnknownMeasure(stream, page));
      return this;
    }

    /** Leaves a check out; the reason is shown in the test report. */
    public Builder exempt(Check check, String reason) {
      if (reason.isBlank()) {
        throw new IllegalArgumentException("an exemption from " + check + " needs a reason");
      }
      exemptions.put(check, reason);
      return this;
    }

    /** The declaration. */
    public Conformance build() {
      return new Conformance(this);
    }
  }
}
