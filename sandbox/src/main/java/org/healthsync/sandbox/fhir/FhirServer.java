package org.healthsync.sandbox.fhir;

import jakarta.servlet.DispatcherType;
import java.net.URI;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.eclipse.jetty.ee10.servlet.FilterHolder;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.healthsync.sandbox.fhir.rest.FhirApi;
import org.healthsync.sandbox.fhir.rest.ProfileCheck;
import org.healthsync.sandbox.fhir.rest.ResourceCheck;
import org.healthsync.sandbox.fhir.store.ResourceStore;

/**
 * A FHIR R5 server in memory, on the loopback interface, for demos and tests. Its answers follow
 * those of HAPI JPA where a client that delivers data can tell: an equal resource keeps its
 * version, a transaction happens whole or not at all, references must resolve. Nothing is kept
 * after {@link #close()}.
 */
public final class FhirServer implements AutoCloseable {

  private final Server jetty;
  private final URI baseUri;
  private final FhirServerControl control;

  private FhirServer(Server jetty, URI baseUri, FhirServerControl control) {
    this.jetty = jetty;
    this.baseUri = baseUri;
    this.control = control;
  }

  /**
   * Starts a server; it is ready when this returns.
   *
   * @throws IllegalStateException when it cannot be started, for instance since the port is taken
   */
  public static FhirServer start(FhirServerOptions options) {
    Server jetty = new Server();
    ServerConnector connector = new ServerConnector(jetty);
    connector.setHost("127.0.0.1");
    connector.setPort(options.port());
    jetty.addConnector(connector);
    FhirServerControl control = assemble(jetty, options);
    try {
      jetty.start();
    } catch (Exception e) {
      throw new IllegalStateException("The FHIR server could not be started", e);
    }
    URI base = URI.create("http://127.0.0.1:" + connector.getLocalPort() + "/fhir");
    return new FhirServer(jetty, base, control);
  }

  /** Where the FHIR API is, without a slash at the end. */
  public URI baseUri() {
    return baseUri;
  }

  /** Where the control API is, without a slash at the end. */
  public URI controlUri() {
    return baseUri.resolve("/control");
  }

  public FhirServerControl control() {
    return control;
  }

  /** Ends all connections and forgets all data. */
  @Override
  public void close() {
    try {
      jetty.stop();
    } catch (Exception e) {
      throw new IllegalStateException("The FHIR server could not be stopped", e);
    }
  }

  private static FhirServerControl assemble(Server jetty, FhirServerOptions options) {
    ResourceStore store = new ResourceStore(options.clock(), options.checkReferences());
    Traffic traffic = new Traffic();
    Faults faults = new Faults();
    Refusals refusals = new Refusals();
    Access access = new Access(Optional.ofNullable(options.bearer()));
    FhirServerControl control = new FhirServerControl(store, traffic, faults, refusals, access);
    FaultStrike strike = new FaultStrike(jetty.getScheduler(), options.clock());

    ServletContextHandler context = new ServletContextHandler();
    context.addServlet(
        asynchronous(new ServletHolder(api(options, refusals).servlet(store, traffic::bundle))),
        "/fhir/*");
    context.addServlet(new ServletHolder(new ControlServlet(control)), "/control/*");
    FilterHolder filter = new FilterHolder(new FrontFilter(traffic, faults, strike, access));
    filter.setAsyncSupported(true);
    context.addFilter(filter, "/fhir/*", EnumSet.of(DispatcherType.REQUEST, DispatcherType.ASYNC));
    jetty.setHandler(context);
    return control;
  }

  private static ServletHolder asynchronous(ServletHolder holder) {
    holder.setAsyncSupported(true);
    return holder;
  }

  private static FhirApi api(FhirServerOptions options, Refusals refusals) {
    List<ResourceCheck> checks = new ArrayList<>();
    checks.add(refusals);
    if (options.validator() != null) {
      checks.add(new ProfileCheck(options.validator()));
    }
    return new FhirApi(
        options.resourceTypes(), options.checkReferences(), options.checkStructure(), checks);
  }
}
