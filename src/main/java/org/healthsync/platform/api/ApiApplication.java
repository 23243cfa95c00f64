package org.healthsync.platform.api;

import jakarta.annotation.security.DeclareRoles;
import jakarta.enterprise.inject.spi.CDI;
import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.ServiceLoader;
import java.util.Set;
import org.eclipse.microprofile.auth.LoginConfig;
import org.eclipse.microprofile.openapi.annotations.OpenAPIDefinition;
import org.eclipse.microprofile.openapi.annotations.enums.SecuritySchemeType;
import org.eclipse.microprofile.openapi.annotations.info.Info;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.security.SecurityScheme;

/**
 * The REST application: what this package brings and what each {@link ApiModule} adds. Classes are
 * registered by name, never by scanning, so that a library on the class path cannot add a resource
 * or a JSON provider of its own.
 */
@ApplicationPath("/")
@LoginConfig(authMethod = "MP-JWT")
@DeclareRoles({Caller.APP, Caller.OPERATOR, Caller.ADMIN})
@OpenAPIDefinition(
    info =
        @Info(
            title = "Health Data Sync",
            version = "1",
            description =
                "Connects people's accounts at health-data providers and delivers their data as"
                    + " FHIR R5. Errors are problems by RFC 9457 with a stable code."),
    security = @SecurityRequirement(name = "bearer"))
@SecurityScheme(
    securitySchemeName = "bearer",
    type = SecuritySchemeType.HTTP,
    scheme = "bearer",
    bearerFormat = "JWT")
public class ApiApplication extends Application {

  private static final List<Class<?>> FILTERS =
      List.of(
          RequestLogFilter.class,
          AccessFilter.class,
          BodyLimitFilter.class,
          IdempotencyFilter.class);

  private static final List<Class<?>> FOUNDATION =
      List.of(JsonBinding.class, ProblemMapper.class, WebProblemMapper.class);

  @Override
  public Set<Class<?>> getClasses() {
    Set<Class<?>> classes = new LinkedHashSet<>(FOUNDATION);
    ServiceLoader.load(ApiModule.class, ApiModule.class.getClassLoader())
        .forEach(module -> classes.addAll(module.classes()));
    return classes;
  }

  /** Filters come from CDI: RESTEasy calls no constructor of a filter that wants anything. */
  @Override
  @SuppressWarnings("deprecation") // there is no other way to register an instance
  public Set<Object> getSingletons() {
    Set<Object> filters = new LinkedHashSet<>();
    FILTERS.forEach(filter -> filters.add(CDI.current().select(filter).get()));
    return filters;
  }
}
