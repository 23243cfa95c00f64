package org.healthsync.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.healthsync.sandbox.withings.CloudUser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Every deployment's logs are searched after each class; this proves that the search can find. */
@ExtendWith(SharedService.class)
final class LogsIT {

  private final Deployment deployment;

  LogsIT(Deployment deployment) {
    this.deployment = deployment;
  }

  @Test
  void searchReadsTheConsoleAndTheMessagesOfTheServer() {
    assertThat(deployment.logs().files())
        .extracting(file -> file.getFileName().toString())
        .contains("console.log", "messages.log");
  }

  @Test
  void searchFindsEachKindOfWhatMustNotShow(@TempDir Path folder) throws IOException {
    Files.write(
        folder.resolve("console.log"),
        List.of(
            "token eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhIn0.c2ln was refused",
            "access 0123456789abcdef0123456789abcdef01234567",
            "keyset is hidden-keyset",
            "user 4711000 came",
            "weight is 123.457 kg",
            "all is well, request=e63ab031-39d4-43dd-8b63-e88f74c1f206"));
    LogSearch search =
        LogSearch.of(
            folder,
            Set.of("hidden-keyset"),
            List.of(new CloudUser(4_711_000, "Somebody", "Europe/Berlin")));
    assertThat(search.findings())
        .containsExactly(
            "console.log:1 holds a JWT",
            "console.log:2 holds a token, code or device id of the provider",
            "console.log:3 holds a secret setting",
            "console.log:4 holds an account at the provider",
            "console.log:5 holds a measured value");
  }

  @Test
  void onlyDumpsMayQuoteATokenThatNobodySigned(@TempDir Path folder) throws IOException {
    String signed = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhIn0.c2lnbmF0dXJlLW9mLWl0";
    String unsigned = LogSearch.unsigned(signed);
    Files.writeString(folder.resolve("trace.log"), "refused " + unsigned + "\nand " + signed);
    Files.writeString(folder.resolve("messages.log"), "refused " + unsigned);
    LogSearch search =
        LogSearch.of(
            folder,
            Set.of("hidden-keyset"),
            List.of(new CloudUser(4_711_000, "Somebody", "Europe/Berlin")));
    assertThat(search.findings())
        .containsExactly("messages.log:1 holds a JWT", "trace.log:2 holds a JWT");
  }
}
