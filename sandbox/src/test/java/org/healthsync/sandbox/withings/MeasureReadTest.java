package org.healthsync.sandbox.withings;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class MeasureReadTest extends CloudTest {

  private static final int PAGE = 40;

  private final String token = connect();

  @Override
  WithingsCloudOptions.Builder options() {
    return super.options().pageSize(PAGE);
  }

  private String connect() {
    try {
      return app.connect(user).access();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void pagesTogetherHoldEveryGroupOfTheTruthOnce() throws Exception {
    List<JsonNode> pages = app.allPages(token, "/measure", "action=getmeas&lastupdate=0");
    List<String> keys = new ArrayList<>();
    pages.forEach(page -> keys.addAll(keys(page)));
    List<String> truth =
        control.truth(user).stream()
            .filter(item -> item.stream().equals("measures"))
            .map(SourceItem::sourceKey)
            .toList();
    assertThat(pages.size()).isGreaterThan(4);
    assertThat(keys).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(truth);
    assertThat(pages.subList(0, pages.size() - 1))
        .allSatisfy(page -> assertThat(page.path("measuregrps")).hasSize(PAGE));
  }

  @Test
  void moreIsANumberAndTheLastPageHasOffsetZero() throws Exception {
    List<JsonNode> pages = app.allPages(token, "/measure", "action=getmeas&lastupdate=0");
    assertThat(pages.get(0).path("more").isInt()).isTrue();
    assertThat(pages.get(0).path("more").asInt()).isEqualTo(1);
    JsonNode last = pages.get(pages.size() - 1);
    assertThat(last.path("more").asInt(-1)).isZero();
    assertThat(last.path("offset").asInt(-1)).isZero();
    assertThat(last.path("updatetime").asLong()).isEqualTo(NOW.getEpochSecond());
    assertThat(last.path("timezone").asText()).isEqualTo("Europe/Berlin");
  }

  @Test
  void deletingReadGroupsWhilePagingHidesNoUnreadOne() throws Exception {
    JsonNode first = app.measures(token, "lastupdate=0");
    List<Long> read = groups(first);
    Set<Long> expected = new HashSet<>(allGroups());
    control.deleteMeasures(user, read.get(3));
    control.deleteMeasures(user, read.get(4));
    Set<Long> seen = new HashSet<>(read);
    long offset = first.path("offset").asLong();
    while (offset > 0) {
      JsonNode page = app.measures(token, "lastupdate=0&offset=" + offset);
      seen.addAll(groups(page));
      offset = page.path("offset").asLong();
    }
    assertThat(seen).isEqualTo(expected);
  }

  @Test
  void lastUpdateReturnsWhatWasCreatedOrModifiedSinceThatSecond() throws Exception {
    long updateTime = app.measures(token, "lastupdate=0").path("updatetime").asLong();
    long old = allGroups().get(5);
    clock.advance(Duration.ofHours(1));
    long added = control.addMeasure(user, clock.instant(), 1, 80_123, -3);
    control.correctMeasure(user, old, 1, 71_111, -3);
    assertThat(groups(app.measures(token, "lastupdate=" + updateTime))).containsExactly(old, added);
    long exactly = clock.instant().getEpochSecond();
    assertThat(groups(app.measures(token, "lastupdate=" + exactly))).containsExactly(old, added);
    assertThat(groups(app.measures(token, "lastupdate=" + (exactly + 1)))).isEmpty();
  }

  @Test
  void correctionKeepsTheGroupIdAndTheOtherMeasures() throws Exception {
    JsonNode before = app.measures(token, "lastupdate=0&meastypes=1,6").path("measuregrps").get(2);
    long grpid = before.path("grpid").asLong();
    clock.advance(Duration.ofMinutes(5));
    control.correctMeasure(user, grpid, 1, 65_432, -3);
    long since = clock.instant().getEpochSecond();
    JsonNode after = app.measures(token, "lastupdate=" + since).path("measuregrps").get(0);
    assertThat(after.path("grpid").asLong()).isEqualTo(grpid);
    assertThat(after.path("modified").asLong()).isEqualTo(since);
    assertThat(after.path("created")).isEqualTo(before.path("created"));
    assertThat(after.path("measures").get(0).path("value").asInt()).isEqualTo(65_432);
    assertThat(after.path("measures").get(1)).isEqualTo(before.path("measures").get(1));
  }

  @Test
  void deletedGroupIsNotReturnedAndTheTruthSaysSo() throws Exception {
    long gone = allGroups().get(7);
    control.deleteMeasures(user, gone);
    assertThat(allGroups()).doesNotContain(gone);
    assertThat(control.truth(user))
        .filteredOn(item -> item.sourceKey().startsWith(gone + "/"))
        .isNotEmpty()
        .allMatch(SourceItem::deleted);
  }

  @Test
  void periodIncludesBothEnds() throws Exception {
    JsonNode groups = app.measures(token, "lastupdate=0").path("measuregrps");
    long from = groups.get(3).path("date").asLong();
    long to = groups.get(6).path("date").asLong();
    assertThat(groups(app.measures(token, "startdate=" + from + "&enddate=" + to)))
        .isEqualTo(groups(app.measures(token, "lastupdate=0")).subList(3, 7));
  }

  @Test
  void typesSelectGroupsAndWithinThemMeasures() throws Exception {
    Set<Integer> seen =
        app.allPages(token, "/measure", "action=getmeas&lastupdate=0&meastypes=9,10").stream()
            .flatMap(page -> page.findValues("type").stream())
            .map(JsonNode::asInt)
            .collect(Collectors.toSet());
    assertThat(seen).containsExactlyInAnyOrder(9, 10);
    JsonNode weights = app.measures(token, "lastupdate=0&meastype=1").path("measuregrps");
    assertThat(weights).isNotEmpty();
    assertThat(weights).allMatch(group -> group.path("measures").size() == 1);
  }

  @Test
  void goalsAreAnEmptyList() throws Exception {
    JsonNode goals = app.measures(token, "category=2").path("measuregrps");
    assertThat(goals.isArray()).isTrue();
    assertThat(goals).isEmpty();
  }

  @Test
  void malformedParametersAreRefusedWithTheInvalidParametersFamily() throws Exception {
    for (String form :
        List.of("lastupdate=x", "startdate=1", "lastupdate=1&startdate=1&enddate=2", "offset=a")) {
      int status = app.read(token, "/measure", "action=getmeas&" + form).path("status").asInt();
      assertThat(status).as(form).isEqualTo(503);
    }
    assertThat(app.read(token, "/measure", "action=unheard").path("status").asInt())
        .isEqualTo(2554);
  }

  @Test
  void groupsOfTheCuffCarryNoZoneOfTheirOwn() throws Exception {
    JsonNode pressures = app.measures(token, "lastupdate=0&meastypes=10").path("measuregrps");
    assertThat(pressures).isNotEmpty();
    assertThat(pressures).noneMatch(group -> group.has("timezone"));
    JsonNode weights = app.measures(token, "lastupdate=0&meastypes=1").path("measuregrps");
    assertThat(weights).allMatch(group -> group.path("timezone").asText().equals("Europe/Berlin"));
  }

  private List<Long> allGroups() throws Exception {
    List<Long> all = new ArrayList<>();
    for (JsonNode page : app.allPages(token, "/measure", "action=getmeas&lastupdate=0")) {
      all.addAll(groups(page));
    }
    return all;
  }

  private static List<Long> groups(JsonNode page) {
    List<Long> ids = new ArrayList<>();
    page.path("measuregrps").forEach(group -> ids.add(group.path("grpid").asLong()));
    return ids;
  }

  private static List<String> keys(JsonNode page) {
    List<String> keys = new ArrayList<>();
    for (JsonNode group : page.path("measuregrps")) {
      for (JsonNode measure : group.path("measures")) {
        String key = group.path("grpid").asText() + "/" + measure.path("type").asText();
        boolean segment = measure.path("type").asInt() >= 173;
        keys.add(segment ? key + "/" + measure.path("position").asText() : key);
      }
    }
    return keys;
  }
}
