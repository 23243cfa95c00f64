package org.healthsync.sandbox.oidc;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.oauth2.sdk.GrantType;
import com.nimbusds.oauth2.sdk.auth.ClientAuthenticationMethod;
import com.nimbusds.oauth2.sdk.http.JakartaServletUtils;
import com.nimbusds.oauth2.sdk.id.Issuer;
import com.nimbusds.openid.connect.sdk.SubjectType;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.util.List;

/** Discovery, keys and tokens. */
final class IssuerServlet extends HttpServlet {

  private static final long serialVersionUID = 1L;

  private final transient KeyRing keys;
  private final transient ClientDesk desk;
  private final String metadata;

  IssuerServlet(URI issuer, KeyRing keys, ClientDesk desk) {
    this.keys = keys;
    this.desk = desk;
    this.metadata = metadata(issuer);
  }

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    switch (request.getMethod() + " " + request.getServletPath()) {
      case "GET /.well-known/openid-configuration" -> json(response, metadata);
      case "GET /jwks" -> json(response, keys.published().toString());
      case "POST /token" ->
          JakartaServletUtils.applyHTTPResponse(
              desk.answer(JakartaServletUtils.createHTTPRequest(request)).toHTTPResponse(),
              response);
      default -> response.setStatus(404);
    }
  }

  private static String metadata(URI issuer) {
    OIDCProviderMetadata metadata =
        new OIDCProviderMetadata(
            new Issuer(issuer), List.of(SubjectType.PUBLIC), URI.create(issuer + "/jwks"));
    metadata.setTokenEndpointURI(URI.create(issuer + "/token"));
    metadata.setGrantTypes(List.of(GrantType.CLIENT_CREDENTIALS));
    metadata.setTokenEndpointAuthMethods(
        List.of(
            ClientAuthenticationMethod.CLIENT_SECRET_BASIC,
            ClientAuthenticationMethod.CLIENT_SECRET_POST,
            ClientAuthenticationMethod.PRIVATE_KEY_JWT));
    metadata.setIDTokenJWSAlgs(List.of(JWSAlgorithm.RS256));
    return metadata.toString();
  }

  private static void json(HttpServletResponse response, String body) throws IOException {
    response.setContentType("application/json");
    response.getWriter().write(body);
  }
}
