package vn.lachan.incidents.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static vn.lachan.incidents.TestDesk.HOA;
import static vn.lachan.incidents.TestDesk.LAN;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.lachan.events.Event;
import vn.lachan.events.EventPage;
import vn.lachan.events.EventQuery;
import vn.lachan.events.EventStore;
import vn.lachan.events.LuceneEventStore;
import vn.lachan.events.TimeRange;
import vn.lachan.incidents.Category;
import vn.lachan.incidents.InvalidRequestException;
import vn.lachan.incidents.Officer;
import vn.lachan.incidents.Severity;
import vn.lachan.incidents.TestDatabase;
import vn.lachan.incidents.TestDesk;
import vn.lachan.incidents.handling.NewIncident;

class SealedSearchesTest {
  private static final int EVENTS = 1_203;

  @TempDir Path folder;

  private EventStore store;
  private TestDesk desk;
  private String incident;

  @BeforeEach
  void fill() {
    store = LuceneEventStore.inMemory();
    desk = new TestDesk(TestDatabase.h2(), folder.resolve("chung-cu"));
    incident = desk.incident();
    List<Event> events = new ArrayList<>();
    for (int i = 0; i < EVENTS; i++) {
      Instant at = desk.clock.instant().minusSeconds(3600).plusMillis(i);
      events.add(
          Event.builder("e" + i, at, at)
              .set("source.ip", i % 2 == 0 ? "10.1.1.9" : "10.1.1.1")
              .set("message", "Đăng nhập sai lần thứ " + i)
              .set("organization.id", i % 2 == 0 ? "00001" : "00002")
              .build());
    }
    store.append(events);
    store.refresh();
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void keepsTheWholeResultWithItsQueryAndADigestOfEachEvent() throws IOException {
    Evidence evidence = searches(store, 10_000).seal(LAN, incident, "", range(), "mọi đăng nhập");

    assertThat(evidence.search()).isNotNull();
    assertThat(evidence.search().events()).isEqualTo(EVENTS);
    List<String> lines = lines(evidence);
    assertThat(lines).hasSize(EVENTS + 2);
    assertThat(lines.getFirst())
        .contains("\"kind\":\"lachan-sealed-search\"")
        .contains("\"expected\":" + EVENTS)
        .contains("\"partition\":");
    assertThat(lines.get(1)).contains("Đăng nhập sai lần thứ " + (EVENTS - 1));
    assertThat(lines.getLast()).contains(evidence.search().chain());
    assertThat(check(String.join("\n", lines) + "\n").problems()).isEmpty();
    assertThat(desk.evidence.list(LAN.scope(), incident))
        .singleElement()
        .satisfies(kept -> assertThat(kept.search()).isEqualTo(evidence.search()));
    assertThat(desk.audit.actions()).contains("evidence.collected");
  }

  @Test
  void holdsOnlyWhatItsOfficerMaySee() throws IOException {
    Evidence evidence =
        new SealedSearches(store, desk.evidence, desk.clock, 10_000)
            .seal(HOA, ofCommune(), "", range(), "");
    assertThat(lines(evidence, HOA))
        .hasSize((EVENTS + 1) / 2 + 2)
        .noneMatch(line -> line.contains("00002"));
  }

  @Test
  void namesTheLineThatWasChanged() throws IOException {
    Evidence evidence =
        searches(store, 10_000).seal(LAN, incident, "source.ip:10.1.1.9", range(), "");
    List<String> lines = new ArrayList<>(lines(evidence));
    lines.set(4, lines.get(4).replace("10.1.1.9", "10.1.1.8"));
    assertThat(check(String.join("\n", lines)).problems())
        .containsExactly("dòng 5: sự kiện khác với mã băm lúc niêm phong");
  }

  @Test
  void seesAnEventThatWasTakenOutOrMoved() throws IOException {
    Evidence evidence = searches(store, 10_000).seal(LAN, incident, "", range(), "");
    List<String> fewer = new ArrayList<>(lines(evidence));
    fewer.remove(7);
    assertThat(check(String.join("\n", fewer)).problems())
        .anyMatch(problem -> problem.contains("có 1202 sự kiện, lúc niêm phong 1203"));
    List<String> moved = new ArrayList<>(lines(evidence));
    moved.add(2, moved.remove(9));
    assertThat(check(String.join("\n", moved)).problems())
        .singleElement()
        .asString()
        .contains("đổi chỗ");
    assertThat(check(String.join("\n", fewer.subList(0, 50))).problems())
        .anyMatch(problem -> problem.contains("bị cắt"));
  }

  @Test
  void refusesAResultThatWouldBeCut() {
    assertThatExceptionOfType(InvalidRequestException.class)
        .isThrownBy(() -> searches(store, 1_000).seal(LAN, incident, "", range(), ""))
        .withMessageContaining("1203 sự kiện, quá giới hạn 1000");
    assertThat(desk.evidence.list(LAN.scope(), incident)).isEmpty();
  }

  @Test
  void refusesAResultThatIsLargerThanEvidenceMayBe() throws IOException {
    EvidenceFiles small =
        new EvidenceFiles(desk.dataSource, desk.audit, desk.clock, folder.resolve("nho"), 50_000);
    assertThatExceptionOfType(InvalidRequestException.class)
        .isThrownBy(() ->
            new SealedSearches(store, small, desk.clock, 10_000)
                .seal(LAN, incident, "", range(), ""))
        .withMessageContaining("50000 byte");
    try (Stream<Path> left = Files.list(folder.resolve("nho"))) {
      assertThat(left).isEmpty();
    }
  }

  @Test
  void refusesAResultThatChangesWhileItIsRead() {
    EventStore growing = new GrowingStore(store);
    assertThatExceptionOfType(InvalidRequestException.class)
        .isThrownBy(() -> searches(growing, 10_000).seal(LAN, incident, "", range(), ""))
        .withMessageContaining("thay đổi trong khi niêm phong");
    assertThat(desk.evidence.list(LAN.scope(), incident)).isEmpty();
  }

  @Test
  void refusesAnEmptyResult() {
    assertThatExceptionOfType(InvalidRequestException.class)
        .isThrownBy(
            () -> searches(store, 10).seal(LAN, incident, "source.ip:192.0.2.1", range(), ""));
  }

  @Test
  void recordsToWhomEvidenceWasHandedOver() {
    Evidence evidence =
        desk.evidence.collect(
            LAN,
            incident,
            new NewEvidence("a.log", "text/plain", "", "máy chủ"),
            new ByteArrayInputStream(new byte[] {1, 2, 3}));
    assertThatExceptionOfType(InvalidRequestException.class)
        .isThrownBy(() -> desk.evidence.handOver(LAN, incident, evidence.id(), " ", ""));
    desk.evidence.handOver(LAN, incident, evidence.id(), "Phòng PA05", "biên bản số 7");

    assertThat(desk.evidence.find(LAN.scope(), incident, evidence.id()).custody().getLast())
        .satisfies(touch -> {
          assertThat(touch.act()).isEqualTo(Evidence.Act.HANDED_OVER);
          assertThat(touch.party()).isEqualTo("Phòng PA05");
          assertThat(touch.note()).isEqualTo("biên bản số 7");
        });
    assertThat(desk.audit.actions()).contains("evidence.handed_over");
    assertThat(desk.incidents.timeline(LAN.scope(), incident))
        .anyMatch(entry -> entry.text().contains("Bàn giao chứng cứ a.log cho Phòng PA05"));
  }

  private String ofCommune() {
    return desk.incidents.create(
        HOA,
        new NewIncident(
            "Dò mật khẩu",
            Category.XN,
            Severity.M3,
            desk.clock.instant(),
            "",
            List.of(),
            List.of("00001"),
            null));
  }

  private SealedSearches searches(EventStore from, long most) {
    return new SealedSearches(from, desk.evidence, desk.clock, most);
  }

  private TimeRange range() {
    return new TimeRange(
        desk.clock.instant().minus(Duration.ofDays(1)), desk.clock.instant().plusSeconds(60));
  }

  private List<String> lines(Evidence evidence) throws IOException {
    return lines(evidence, LAN);
  }

  private List<String> lines(Evidence evidence, Officer by) throws IOException {
    try (InputStream in = desk.evidence.open(by, evidence.incidentId(), evidence.id())) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    }
  }

  private static SealedSearchCheck.Result check(String text) throws IOException {
    return SealedSearchCheck.check(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
  }

  /** Takes in one more event as soon as the second page is asked for. */
  private static final class GrowingStore implements EventStore {
    private final EventStore inner;
    private boolean grown;

    GrowingStore(EventStore inner) {
      this.inner = inner;
    }

    @Override
    public EventPage search(EventQuery query, Optional<EventPage.Cursor> after, int limit) {
      if (after.isPresent() && !grown) {
        grown = true;
        Instant at = query.range().from().plusSeconds(1);
        inner.append(List.of(Event.builder("late", at, at).set("message", "đến muộn").build()));
        inner.refresh();
      }
      return inner.search(query, after, limit);
    }

    @Override
    public void append(java.util.Collection<Event> events) {
      inner.append(events);
    }

    @Override
    public void flush() {
      inner.flush();
    }

    @Override
    public void refresh() {
      inner.refresh();
    }

    @Override
    public Optional<Event> find(String id, vn.lachan.events.OrganizationScope scope) {
      return inner.find(id, scope);
    }

    @Override
    public long count(EventQuery query) {
      return inner.count(query);
    }

    @Override
    public List<Bucket> histogram(EventQuery query, Duration interval) {
      return inner.histogram(query, interval);
    }

    @Override
    public List<ValueCount> topValues(EventQuery query, String field, int limit) {
      return inner.topValues(query, field, limit);
    }

    @Override
    public List<Partition> deleteIngestedBefore(
        Instant limit, java.util.function.Predicate<Partition> mayGo) {
      return inner.deleteIngestedBefore(limit, mayGo);
    }

    @Override
    public List<Partition> partitions() {
      return inner.partitions();
    }

    @Override
    public void close() {
      inner.close();
    }
  }
}
