package vn.lachan.events;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static vn.lachan.events.TestEvents.NOON;
import static vn.lachan.events.TestEvents.at;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventJsonTest {

  @Test
  void writesNestedObjectsInTheOrderOfNames() {
    Event event =
        at("mc-1", NOON)
            .set("user.name", "lan")
            .set("source.port", 443)
            .set("source.ip", "10.0.0.1")
            .set("event.category", List.of("web"))
            .set("dvc.calendar.working", false)
            .set("ratio", 0.5)
            .build();

    assertThat(EventJson.toText(event))
        .isEqualTo(
            "{\"@timestamp\":\"2026-11-20T05:00:00Z\","
                + "\"dvc\":{\"calendar\":{\"working\":false}},"
                + "\"event\":{\"category\":[\"web\"],\"id\":\"mc-1\","
                + "\"ingested\":\"2026-11-20T05:00:02Z\"},"
                + "\"ratio\":0.5,"
                + "\"source\":{\"ip\":\"10.0.0.1\",\"port\":443},"
                + "\"user\":{\"name\":\"lan\"}}");
  }

  @Test
  void writesTheSameWhateverTheOrderInWhichFieldsWereSet() {
    Event one = at("x", NOON).set("a.b", 1).set("c", 2).build();
    Event other = at("x", NOON).set("c", 2).set("a.b", 1).build();

    assertThat(EventJson.toText(one)).isEqualTo(EventJson.toText(other));
  }

  @Test
  void keepsTheDotsWhereAFieldIsAValueAndAParent() {
    Event event =
        at("x", NOON)
            .set("a", 1)
            .set("a-b", 2)
            .set("a.b", 3)
            .set("a.b.c", 4)
            .set("a.d.e", 5)
            .set("a.d.f", 6)
            .build();

    assertThat(EventJson.toText(event))
        .contains("\"a\":1,\"a-b\":2,\"a.b\":3,\"a.b.c\":4,\"a.d\":{\"e\":5,\"f\":6}");
    assertThat(EventJson.read(EventJson.toText(event)).fields()).isEqualTo(event.fields());
  }

  @Test
  void readsBackEveryTypeAndName() {
    Event event =
        Event.builder("x", Instant.parse("2026-11-20T05:00:00.123456789Z"), NOON)
            .set("text", "Tuyên Quang \"\\\u0001 😀")
            .set("whole", Long.MIN_VALUE)
            .set("fraction", 1.0)
            .set("small", 1e-300)
            .set("yes", true)
            .set("list", List.of("a", "b"))
            .set("mixed", List.of(1L, "a", 2.5, true))
            .set("a..b", 1)
            .set(".a", 2)
            .set("a.", 3)
            .set("", 4)
            .build();

    for (byte[] json : List.of(EventJson.toBytes(event), EventJson.toFlatBytes(event))) {
      Event read = EventJson.read(json);
      assertThat(read.fields()).isEqualTo(event.fields());
      assertThat(read.id()).isEqualTo("x");
      assertThat(read.timestamp()).isEqualTo(event.timestamp());
      assertThat(read.ingested()).isEqualTo(event.ingested());
    }
  }

  @Test
  void readsDottedAndNestedNamesAlike() {
    Event event =
        EventJson.read(
            """
            {"@timestamp":"2026-11-20T12:00:00+07:00","event.id":"x","event":{"action":"a"},
             "source.ip":"10.0.0.1","source":{"port":443,"geo.country":"VN"},"user":{"roles":["r","s"]}}
            """);

    assertThat(event.timestamp()).isEqualTo(NOON);
    assertThat(event.ingested()).isEqualTo(NOON);
    assertThat(event.fields())
        .isEqualTo(
            Map.of(
                "event.action",
                "a",
                "source.ip",
                "10.0.0.1",
                "source.port",
                443L,
                "source.geo.country",
                "VN",
                "user.roles",
                List.of("r", "s")));
  }

  @Test
  void makesAListOfEveryFieldOfAListOfObjects() {
    assertThat(
            EventJson.readFields(
                "{\"a\":[{\"b\":1,\"c\":null},{\"b\":2,\"c\":\"x\"}],\"d\":[],\"e\":{},\"f\":[[1],[2]]}"
                    .getBytes(UTF_8)))
        .isEqualTo(Map.of("a.b", List.of(1L, 2L), "a.c", List.of("x"), "f", List.of(1L, 2L)));
  }

  @Test
  void keepsNumbersThatAreTooLargeAsText() {
    assertThat(EventJson.readFields("{\"a\":18446744073709551616,\"b\":1e999}".getBytes(UTF_8)))
        .isEqualTo(Map.of("a", "18446744073709551616", "b", "1e999"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "1",
        "{",
        "{\"a\":1}{\"b\":2}",
        "{\"a\":1} x",
        "{\"event\":{\"id\":\"x\"}}",
        "{\"@timestamp\":\"2026-11-20T05:00:00Z\"}",
        "{\"@timestamp\":\"yesterday\",\"event.id\":\"x\"}",
        "{\"@timestamp\":\"2026-11-20T05:00:00Z\",\"event.id\":\"\"}"
      })
  void refusesWhatIsNoEvent(String json) {
    assertThatExceptionOfType(EventFormatException.class)
        .isThrownBy(() -> EventJson.read(json))
        .satisfies(problem -> assertThat(problem.getMessage()).isNotBlank());
  }
}
