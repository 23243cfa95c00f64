package org.healthsync.sandbox.fhir;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.util.thread.Scheduler;

/** Lets a fault happen to a request. */
final class FaultStrike {

  private static final DateTimeFormatter HTTP_DATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  private final Scheduler scheduler;
  private final Clock clock;

  FaultStrike(Scheduler scheduler, Clock clock) {
    this.scheduler = scheduler;
    this.clock = clock;
  }

  /** The way on to the FHIR API. */
  interface Entrance {
    void enter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
        throws IOException, ServletException;
  }

  void strike(
      Fault fault,
      HttpServletRequest request,
      HttpServletResponse response,
      FilterChain chain,
      Entrance entrance)
      throws IOException, ServletException {
    switch (fault.kind()) {
      case ANSWER -> answer(fault, response);
      case DELAY -> delay(fault, request);
      case DROP_BEFORE -> drop(request);
      case DROP_AFTER -> {
        entrance.enter(request, new UnsentResponse(response), chain);
        drop(request);
      }
    }
  }

  private void answer(Fault fault, HttpServletResponse response) throws IOException {
    if (!fault.retryAfter().isZero()) {
      response.setHeader(
          "Retry-After",
          fault.retryAfterAsDate()
              ? HTTP_DATE.format(clock.instant().plus(fault.retryAfter()))
              : Long.toString(fault.retryAfter().toSeconds()));
    }
    Outcomes.write(response, fault.status(), "transient", "A fault was asked for");
  }

  /** Holds no thread while the request waits. */
  private void delay(Fault fault, HttpServletRequest request) {
    AsyncContext waiting = request.startAsync();
    waiting.setTimeout(0);
    scheduler.schedule(waiting::dispatch, fault.delay().toMillis(), TimeUnit.MILLISECONDS);
  }

  private static void drop(HttpServletRequest request) {
    ServletContextRequest.getServletContextRequest(request)
        .getConnectionMetaData()
        .getConnection()
        .getEndPoint()
        .close();
  }
}
