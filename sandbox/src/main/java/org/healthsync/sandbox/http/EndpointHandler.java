package org.healthsync.sandbox.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Fields;
import org.eclipse.jetty.util.thread.Scheduler;

/** Turns Jetty's requests into calls, and replies into what Jetty sends. */
final class EndpointHandler extends Handler.Abstract {

  private final Endpoint endpoint;

  EndpointHandler(Endpoint endpoint) {
    this.endpoint = endpoint;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    Reply reply = endpoint.answer(read(request));
    if (reply.delay().isZero()) {
      send(reply, request, response, callback);
    } else {
      Runnable later = () -> send(reply, request, response, callback);
      var unused = request.getComponents().getScheduler().schedule(later, reply.delay());
    }
    return true;
  }

  private static Call read(Request request) throws Exception {
    Optional<String> type = header(request, HttpHeader.CONTENT_TYPE);
    boolean form = type.filter(t -> t.startsWith("application/x-www-form-urlencoded")).isPresent();
    Fields fields =
        form ? Request.getParameters(request) : Request.extractQueryParameters(request, UTF_8);
    Map<String, List<String>> parameters = new LinkedHashMap<>();
    fields.forEach(field -> parameters.put(field.getName(), field.getValues()));
    return new Call(
        request.getMethod(),
        Request.getPathInContext(request),
        parameters,
        form ? "" : Content.Source.asString(request, UTF_8),
        header(request, HttpHeader.AUTHORIZATION));
  }

  private static Optional<String> header(Request request, HttpHeader name) {
    return Optional.ofNullable(request.getHeaders().get(name));
  }

  private static void send(Reply reply, Request request, Response response, Callback callback) {
    if (reply.isDropped()) {
      request.getConnectionMetaData().getConnection().getEndPoint().close();
      callback.failed(new EofException("dropped on purpose"));
      return;
    }
    response.setStatus(reply.status());
    reply.headers().forEach((name, value) -> response.getHeaders().put(name, value));
    if (reply.isPlain()) {
      byte[] body = reply.body();
      response.getHeaders().put(HttpHeader.CONTENT_LENGTH, body.length);
      response.write(true, ByteBuffer.wrap(body), callback);
    } else {
      Scheduler scheduler = request.getComponents().getScheduler();
      new PiecewiseBody(reply, response, scheduler, callback).iterate();
    }
  }
}
