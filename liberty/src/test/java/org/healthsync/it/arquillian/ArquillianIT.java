package org.healthsync.it.arquillian;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.inject.Inject;
import java.net.URI;
import java.net.URL;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.Set;
import org.healthsync.platform.Database;
import org.healthsync.platform.ProviderId;
import org.healthsync.plugin.ActivePlugin;
import org.healthsync.plugin.PluginRegistry;
import org.healthsync.schedule.WorkScheduler;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.Archive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The shipped WAR in Open Liberty: from within the server, and by HTTP from without. */
@ExtendWith(ArquillianExtension.class)
class ArquillianIT {

  @Inject Database database;
  @Inject PluginRegistry plugins;
  @Inject WorkScheduler scheduler;

  @Deployment
  static Archive<?> war() {
    return TestWar.with(ArquillianIT.class);
  }

  @Test
  void transactionThatFailsLeavesNothingInTheServersDataSource() {
    assertThatThrownBy(
            () ->
                database.inTransaction(
                    transaction -> {
                      insert(transaction, "rolled-back");
                      throw new IllegalStateException("after the insert");
                    }))
        .hasMessage("after the insert");
    database.inTransaction(transaction -> insert(transaction, "committed"));

    assertThat(column("select id from tenant")).contains("committed").doesNotContain("rolled-back");
  }

  @Test
  void pluginIsLoadedByALoaderOfItsOwnThatDoesNotSeeTheApplication() {
    ActivePlugin withings = plugins.active(new ProviderId("withings")).orElseThrow();
    ClassLoader loader = withings.provider().getClass().getClassLoader();

    assertThat(loader).isNotSameAs(Database.class.getClassLoader());
    assertThatThrownBy(() -> loader.loadClass(Database.class.getName()))
        .isInstanceOf(ClassNotFoundException.class);
    assertThatThrownBy(() -> loader.loadClass("jakarta.inject.Inject"))
        .isInstanceOf(ClassNotFoundException.class);
  }

  @Test
  void schedulerRunsOnTheServersThreadsAndHasItsChores() {
    scheduler.lookNow();

    assertThat(column("select task_name from scheduled_tasks"))
        .contains("due-streams", "forgotten-connections", "forgotten-work");
  }

  @Test
  @RunAsClient
  void serverSaysThatItIsReady(@ArquillianResource URL application) throws Exception {
    HttpResponse<String> answer = get(URI.create(application.toString()).resolve("/health/ready"));

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).contains("\"UP\"").contains("\"activePlugins\":1");
  }

  @Test
  @RunAsClient
  void callerWithoutATokenIsToldSoAsAProblem(@ArquillianResource URL application) throws Exception {
    HttpResponse<String> answer =
        get(URI.create(application.toString()).resolve("api/v1/providers"));

    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(answer.headers().firstValue("Content-Type").orElse(""))
        .startsWith("application/problem+json");
    assertThat(answer.body()).contains("unauthenticated");
  }

  private static HttpResponse<String> get(URI address) throws Exception {
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString());
  }

  private static int insert(Connection transaction, String tenant) throws SQLException {
    try (Statement statement = transaction.createStatement()) {
      return statement.executeUpdate("insert into tenant (id) values ('" + tenant + "')");
    }
  }

  private Set<String> column(String sql) {
    return database.inTransaction(
        transaction -> {
          Set<String> values = new HashSet<>();
          try (Statement statement = transaction.createStatement();
              ResultSet row = statement.executeQuery(sql)) {
            while (row.next()) {
              values.add(row.getString(1));
            }
          }
          return values;
        });
  }
}
