package org.healthsync.sandbox.fhir;

import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** What every FHIR request passes: it is counted, may meet a fault, and needs to be allowed in. */
final class FrontFilter extends HttpFilter {

  private static final long serialVersionUID = 1L;

  private final transient Traffic traffic;
  private final transient Faults faults;
  private final transient FaultStrike strike;
  private final transient Access access;

  FrontFilter(Traffic traffic, Faults faults, FaultStrike strike, Access access) {
    this.traffic = traffic;
    this.faults = faults;
    this.strike = strike;
    this.access = access;
  }

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    if (request.getDispatcherType() == DispatcherType.ASYNC) {
      // back from a delay: counted and struck already
      enter(request, response, chain);
      return;
    }
    traffic.request(request.getMethod());
    try {
      var fault = faults.next();
      if (fault.isPresent()) {
        strike.strike(fault.get(), request, response, chain, this::enter);
      } else {
        enter(request, response, chain);
      }
    } finally {
      if (request.isAsyncStarted()) {
        request.getAsyncContext().addListener(new Ended(traffic));
      } else {
        traffic.answered();
      }
    }
  }

  private void enter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    boolean open = "/metadata".equals(request.getPathInfo());
    if (open || access.allows(request.getHeader("Authorization"))) {
      chain.doFilter(request, response);
    } else {
      response.setHeader("WWW-Authenticate", "Bearer");
      Outcomes.write(response, 401, "login", "A valid bearer token is required");
    }
  }

  /** Knows when a request that was put off is over. */
  private record Ended(Traffic traffic) implements AsyncListener {

    @Override
    public void onComplete(AsyncEvent event) {
      traffic.answered();
    }

    @Override
    public void onTimeout(AsyncEvent event) {
      // it completes next
    }

    @Override
    public void onError(AsyncEvent event) {
      // it completes next
    }

    @Override
    public void onStartAsync(AsyncEvent event) {
      // nobody puts a request off twice
    }
  }
}
