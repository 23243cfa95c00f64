package org.healthsync.platform.api;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ApiRulesTest {

  @Test
  void everyResourceMethodSaysWhoMayCallIt() {
    List<Method> methods = resourceMethods();

    assertThat(methods).hasSizeGreaterThan(5);
    assertThat(methods)
        .as("annotate the method or its class with @RolesAllowed or @PermitAll")
        .allMatch(method -> saysWho(method) || saysWho(method.getDeclaringClass()));
  }

  @Test
  void onlyTheKnownPathsArePublic() {
    assertThat(resourceMethods())
        .filteredOn(
            method ->
                method.isAnnotationPresent(PermitAll.class)
                    || method.getDeclaringClass().isAnnotationPresent(PermitAll.class))
        .extracting(method -> method.getDeclaringClass().getAnnotation(Path.class).value())
        .as("a public path needs a reason: add it here together with the reason")
        // providers have no token of ours: what they send is let in by its secret address alone
        .containsOnly("/oauth/callback", "/webhooks/{provider}/{key}");
  }

  private static List<Method> resourceMethods() {
    return new ApiApplication()
        .getClasses().stream()
            .filter(type -> type.isAnnotationPresent(Path.class))
            .flatMap(type -> Arrays.stream(type.getDeclaredMethods()))
            .filter(ApiRulesTest::answersRequests)
            .toList();
  }

  private static boolean answersRequests(Method method) {
    return Stream.of(method.getAnnotations())
        .anyMatch(annotation -> annotation.annotationType().isAnnotationPresent(HttpMethod.class));
  }

  private static boolean saysWho(AnnotatedElement element) {
    return element.isAnnotationPresent(RolesAllowed.class)
        || element.isAnnotationPresent(PermitAll.class);
  }
}
