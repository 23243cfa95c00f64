package org.healthsync.sandbox.oidc;

import com.nimbusds.jwt.JWTClaimsSet;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/**
 * An OpenID Connect issuer on the loopback interface for demos and tests: discovery, JWKS and
 * client credentials over HTTP; tokens for the service's own API in process. Its keys live as long
 * as it does. Thread-safe.
 */
public final class OidcIssuer implements AutoCloseable {

  private final Server jetty;
  private final URI issuer;
  private final KeyRing keys;
  private final TokenMint mint;

  private OidcIssuer(Server jetty, URI issuer, KeyRing keys, TokenMint mint) {
    this.jetty = jetty;
    this.issuer = issuer;
    this.keys = keys;
    this.mint = mint;
  }

  /**
   * Starts an issuer; it is ready when this returns.
   *
   * @throws IllegalStateException when it cannot be started, for instance since the port is taken
   */
  public static OidcIssuer start(OidcIssuerOptions options) {
    Server jetty = new Server();
    ServerConnector connector = new ServerConnector(jetty);
    connector.setHost("127.0.0.1");
    connector.setPort(options.port());
    jetty.addConnector(connector);
    // opened first: the issuer's name, which is in all that it says, has the port in it
    open(connector);
    URI issuer = URI.create("http://127.0.0.1:" + connector.getLocalPort());
    KeyRing keys = new KeyRing();
    TokenMint mint = new TokenMint(keys, options.clock(), issuer, options.audience());
    ClientDesk desk = new ClientDesk(options, mint, URI.create(issuer + "/token"), issuer);
    jetty.setHandler(handler(new IssuerServlet(issuer, keys, desk)));
    try {
      jetty.start();
    } catch (Exception e) {
      throw new IllegalStateException("The issuer could not be started", e);
    }
    return new OidcIssuer(jetty, issuer, keys, mint);
  }

  /** The {@code iss} of its tokens; endpoints are below it. */
  public URI issuer() {
    return issuer;
  }

  public URI jwksUri() {
    return URI.create(issuer + "/jwks");
  }

  public URI tokenEndpoint() {
    return URI.create(issuer + "/token");
  }

  /**
   * Signs a token as MicroProfile JWT wants it.
   *
   * @param subject {@code sub} and {@code upn}
   * @param tenant claim {@code tenant}
   * @param roles claim {@code groups}
   * @param life may be negative, for a token that has expired
   */
  public String mint(String subject, String tenant, Set<String> roles, Duration life) {
    return mint.sign(access(subject, tenant, roles, life).build());
  }

  /** As {@link #mint}, but for another service than the one that the options name. */
  public String mintFor(
      String audience, String subject, String tenant, Set<String> roles, Duration life) {
    return mint.sign(access(subject, tenant, roles, life).audience(audience).build());
  }

  private JWTClaimsSet.Builder access(
      String subject, String tenant, Set<String> roles, Duration life) {
    return mint.claims(subject, life)
        .claim("upn", subject)
        .claim("tenant", tenant)
        .claim("groups", List.copyOf(roles));
  }

  /** Whether it is an unexpired token of this issuer by a key that is still published. */
  public boolean accepts(String token) {
    return mint.accepts(token);
  }

  /**
   * Signs with a new key from now on; the earlier ones stay published.
   *
   * @return the new key's {@code kid}
   */
  public String rotateKey() {
    return keys.rotate().getKeyID();
  }

  /** Withdraws all keys but the one in use: tokens signed by them are no longer good. */
  public void retireOldKeys() {
    keys.retire();
  }

  @Override
  public void close() {
    try {
      jetty.stop();
    } catch (Exception e) {
      throw new IllegalStateException("The issuer could not be stopped", e);
    }
  }

  private static void open(ServerConnector connector) {
    try {
      connector.open();
    } catch (IOException e) {
      throw new IllegalStateException("The issuer could not be started", e);
    }
  }

  private static ServletContextHandler handler(IssuerServlet servlet) {
    ServletContextHandler context = new ServletContextHandler();
    ServletHolder holder = new ServletHolder(servlet);
    List.of("/.well-known/openid-configuration", "/jwks", "/token")
        .forEach(path -> context.addServlet(holder, path));
    return context;
  }
}
