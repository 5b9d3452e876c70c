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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;
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
      new EvtxReader().read(new ByteArrayInputStream(file), items::add);
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
}
