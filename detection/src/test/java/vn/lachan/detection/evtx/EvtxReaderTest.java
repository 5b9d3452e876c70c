package vn.lachan.detection.evtx;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;
import vn.lachan.detection.evtx.EvtxFile.Hole;
import vn.lachan.detection.evtx.EvtxFile.Tag;
import vn.lachan.detection.evtx.EvtxFile.Value;
import vn.lachan.events.TestData;

/** The reader against the published files and the same events written down by another reader. */
class EvtxReaderTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  static Stream<Path> cases() throws IOException {
    try (Stream<Path> folders = Files.list(TestData.require("sigma/regression/dev"))) {
      return folders.sorted().toList().stream();
    }
  }

  static Path evtx(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".evtx")).findFirst().orElseThrow();
    }
  }

  static List<EvtxItem> items(byte[] file) {
    List<EvtxItem> items = new ArrayList<>();
    try {
      new EvtxReader(EvtxSettings.DEFAULT.with(HexText.ALL_DIGITS))
          .read(new ByteArrayInputStream(file), items::add);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return items;
  }

  @ParameterizedTest
  @MethodSource("cases")
  void readsTheFieldsThatAreWrittenBesideTheFile(Path folder) throws IOException {
    List<Map<String, Object>> expected = new ArrayList<>();
    for (String line : Files.readAllLines(folder.resolve("events.jsonl"))) {
      Map<String, Object> fields =
          JSON.readValue(line, new TypeReference<LinkedHashMap<String, Object>>() {});
      fields.replaceAll((_, value) -> value instanceof Integer number ? number.longValue() : value);
      expected.add(fields);
    }

    List<Map<String, Object>> actual = new ArrayList<>();
    for (EvtxItem item : items(Files.readAllBytes(evtx(folder)))) {
      assertThat(item).isInstanceOf(EvtxItem.Event.class);
      actual.add(((EvtxItem.Event) item).fields());
    }

    assertThat(actual).isEqualTo(expected);
  }

  private static Map<String, Object> only(Tag template, Value... values) {
    EvtxFile file = new EvtxFile();
    file.add(template, 1, 1_700_000_000_000L, List.of(values));
    List<EvtxItem> items = items(file.bytes());
    assertThat(items).singleElement().isInstanceOf(EvtxItem.Event.class);
    return ((EvtxItem.Event) items.getFirst()).fields();
  }

  @Test
  void joinsTextAndHoles() {
    Map<String, Object> fields =
        only(
            EvtxFile.event(
                Tag.of("EventData", Tag.of("C", "before ", new Hole(6, 1, false), " after"))),
            EvtxFile.text("x"));

    assertThat(fields).containsEntry("C", "before x after");
  }

  /** Where evtxexport is known to be wrong or to stop: negative numbers, real numbers, emoji. */
  @Test
  void writesNumbersAndTextsAsTheyAre() {
    Value[] values = {
      EvtxFile.number(7, 4, -70_000),
      EvtxFile.number(9, 8, -5),
      EvtxFile.number(0x0c, 8, Double.doubleToRawLongBits(2.5)),
      EvtxFile.number(0x0b, 4, Float.floatToRawIntBits(3f)),
      EvtxFile.text("a 😀\0"),
      EvtxFile.number(0x10, 8, 0x1f),
      EvtxFile.number(0x8d, 8, 1),
      EvtxFile.nothing()
    };
    List<Object> data = new ArrayList<>();
    for (int i = 0; i < values.length; i++) {
      data.add(Tag.with("Data", "Name", "v" + i, new Hole(6 + i, values[i].type(), false)));
    }

    assertThat(only(EvtxFile.event(Tag.of("EventData", data.toArray())), values))
        .containsEntry("v0", "-70000")
        .containsEntry("v1", "-5")
        .containsEntry("v2", "2.5")
        .containsEntry("v3", "3")
        .containsEntry("v4", "a 😀")
        .containsEntry("v5", "0x000000000000001f")
        .containsEntry("v6", List.of("true", "false"))
        .containsEntry("v7", "");
  }

  @Test
  void readsLongArrays() {
    assertThat(
            only(
                EvtxFile.event(Tag.of("EventData", Tag.of("Data", new Hole(6, 0x84, false)))),
                new Value(0x84, new byte[50_000])))
        .extractingByKey("Data", InstanceOfAssertFactories.LIST)
        .hasSize(50_000)
        .containsOnly("0");
  }

  @Test
  void givesDataTheNameThatSystemHasToo() {
    assertThat(
            only(
                EvtxFile.event(
                    Tag.of("UserData", Tag.of("X", Tag.of("EventID", "4647"))),
                    Tag.of("RenderingInfo", Tag.of("Level", "Information")))))
        .containsEntry("EventID", "4647")
        .containsEntry("Level", 4L)
        .containsEntry("RenderingInfo_Level", "Information");
  }

  @Test
  void writesHexadecimalNumbersAsWindowsDoes() throws IOException {
    EvtxFile file = new EvtxFile();
    Tag template =
        EvtxFile.event(Tag.of("EventData", Tag.with("Data", "Name", "m", new Hole(6, 20, false))));
    file.add(template, 1, 0, List.of(EvtxFile.number(0x14, 4, 0x1410)));
    List<EvtxItem> items = new ArrayList<>();

    new EvtxReader().read(new ByteArrayInputStream(file.bytes()), items::add);

    assertThat(((EvtxItem.Event) items.getFirst()).fields()).containsEntry("m", "0x1410");
  }
}
