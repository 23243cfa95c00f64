package org.healthsync.fetch;

import java.util.Optional;
import org.healthsync.spi.ProviderException;
import org.healthsync.spi.http.JsonReader;
import org.healthsync.spi.http.JsonView;
import org.healthsync.spi.http.ProviderResponse;
import org.healthsync.spi.stream.Payload;
import org.jspecify.annotations.Nullable;

/** An answer as a plugin sees it; its JSON is parsed once, when somebody asks. */
public final class ReceivedResponse implements ProviderResponse {

  private final HttpAnswer answer;
  private final JsonReader reader;
  private @Nullable JsonView parsed;

  /** An answer that is read with {@code json}. */
  public ReceivedResponse(HttpAnswer answer, JsonReader reader) {
    this.answer = answer;
    this.reader = reader;
  }

  @Override
  public int status() {
    return answer.status();
  }

  @Override
  public Optional<String> header(String name) {
    return answer.header(name);
  }

  @Override
  public Payload body() {
    return answer.body();
  }

  @Override
  public synchronized JsonView json() throws ProviderException {
    JsonView known = parsed;
    JsonView view = known == null ? reader.read(answer.body()) : known;
    parsed = view;
    return view;
  }

  @Override
  public String toString() {
    return answer.toString();
  }
}
