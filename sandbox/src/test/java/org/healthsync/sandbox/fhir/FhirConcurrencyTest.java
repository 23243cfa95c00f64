package org.healthsync.sandbox.fhir;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class FhirConcurrencyTest extends FhirServerTestBase {

  private static final int THREADS = 8;

  private final ExecutorService pool = Executors.newFixedThreadPool(THREADS);

  @AfterAll
  void endThreads() {
    pool.shutdownNow();
  }

  @Test
  void distinctIdsAllArrive() throws Exception {
    List<List<Integer>> statuses =
        together(
            thread ->
                IntStream.range(0, 25)
                    .mapToObj(i -> "w-" + thread + "-" + i)
                    .map(id -> http.put("/Observation/" + id, Samples.weight(id, "72")).status())
                    .toList());

    assertThat(statuses.stream().flatMap(List::stream)).hasSize(200).containsOnly(201);
    assertThat(server.control().counts()).containsEntry("Observation", 200);
    assertThat(server.control().history())
        .extracting(HistoryEntry::sequence)
        .isEqualTo(IntStream.rangeClosed(1, 201).mapToObj(Long::valueOf).toList());
  }

  @Test
  void howManyAreUnderWayIsKnown() throws Exception {
    int before = server.control().crowds().size();
    server.control().failNext(THREADS, Fault.delay(Duration.ofSeconds(1)));
    together(thread -> http.get("/Patient/pat-1").status());
    http.get("/Patient/pat-1");

    List<Integer> crowds = server.control().crowds();
    assertThat(crowds.subList(before, crowds.size())).containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 1);
  }

  @Test
  void oneNewIdIsCreatedOnceAndTheOthersConflictOrFindIt() throws Exception {
    List<Integer> statuses =
        together(thread -> http.put("/Observation/w-1", Samples.weight("w-1", "72")).status());

    assertThat(statuses).containsOnlyOnce(201).isSubsetOf(200, 201, 409);
    assertThat(server.control().history()).hasSize(2);
  }

  @Test
  void changesOfOneIdMakeOneVersionEach() throws Exception {
    http.put("/Observation/w-1", Samples.weight("w-1", "72"));

    List<Integer> statuses =
        together(
            thread -> http.put("/Observation/w-1", Samples.weight("w-1", "8" + thread)).status());

    assertThat(statuses).containsOnly(200);
    assertThat(server.control().history().stream().filter(e -> e.id().equals("w-1")))
        .extracting(HistoryEntry::version)
        .containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L);
  }

  @Test
  void oneConditionCreatesOneResource() throws Exception {
    String url = "/Observation?identifier=https%3A%2F%2Fexample.org%2Fsid%2Fwithings%7Cacc%2Fx";
    String body = Samples.weight("x", "72").replace("\"id\":\"x\",", "");

    List<Integer> statuses = together(thread -> http.put(url, body).status());

    assertThat(statuses).containsOnlyOnce(201).isSubsetOf(200, 201, 409);
    assertThat(server.control().counts()).containsEntry("Observation", 1);
  }

  private <T> List<T> together(IntFunction<T> work) throws Exception {
    CyclicBarrier barrier = new CyclicBarrier(THREADS);
    List<Callable<T>> tasks = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      int thread = i;
      tasks.add(
          () -> {
            barrier.await();
            return work.apply(thread);
          });
    }
    List<T> results = new ArrayList<>();
    for (Future<T> future : pool.invokeAll(tasks)) {
      results.add(future.get());
    }
    return results;
  }
}
