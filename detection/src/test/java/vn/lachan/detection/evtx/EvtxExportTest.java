package vn.lachan.detection.evtx;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import vn.lachan.detection.evtx.EvtxFile.Filled;
import vn.lachan.detection.evtx.EvtxFile.Hole;
import vn.lachan.detection.evtx.EvtxFile.Tag;
import vn.lachan.detection.evtx.EvtxFile.Value;

/** The reader against an independent one, on published files and on files of our own. */
class EvtxExportTest {
  @TempDir Path folder;

  private static List<Map<String, Object>> ours(byte[] file) {
    List<Map<String, Object>> events = new ArrayList<>();
    for (EvtxItem item : EvtxReaderTest.items(file)) {
      assertThat(item).isInstanceOf(EvtxItem.Event.class);
      events.add(((EvtxItem.Event) item).fields());
    }
    return events;
  }

  private void assertSame(byte[] file) throws IOException, InterruptedException {
    Path path = Files.write(folder.resolve("x.evtx"), file);
    EvtxExport.Output output = EvtxExport.run(path, folder);
    assertThat(output.complete()).isTrue();
    assertThat(EvtxExport.events(output)).isNotEmpty().isEqualTo(ours(file));
  }

  @ParameterizedTest
  @MethodSource("vn.lachan.detection.evtx.EvtxReaderTest#cases")
  void agreesOnPublishedFiles(Path published) throws IOException, InterruptedException {
    assertSame(Files.readAllBytes(EvtxReaderTest.evtx(published)));
  }

  private static byte[] hex(String digits) {
    return HexFormat.of().parseHex(digits);
  }

  private static Value texts(String items) {
    return new Value(0x81, items.getBytes(StandardCharsets.UTF_16LE));
  }

  /** One value of every type that both readers know and agree on. */
  private static Map<String, Value> values() {
    Map<String, Value> values = new LinkedHashMap<>();
    values.put("empty", EvtxFile.text(""));
    values.put("text", EvtxFile.text("a\r\nb<&\"' Lá Chắn "));
    values.put("ansi", new Value(2, new byte[] {'a', (byte) 0xe9, 'b', 0}));
    values.put("int8", EvtxFile.number(3, 1, 5));
    values.put("uint8", EvtxFile.number(4, 1, 250));
    values.put("int16", EvtxFile.number(5, 2, 300));
    values.put("uint16", EvtxFile.number(6, 2, 65_000));
    values.put("int32", EvtxFile.number(7, 4, 70_000));
    values.put("uint32", EvtxFile.number(8, 4, 4_000_000_000L));
    values.put("int64", EvtxFile.number(9, 8, 5_000_000_000L));
    values.put("uint64", EvtxFile.number(0x0a, 8, -1));
    values.put("yes", EvtxFile.number(0x0d, 4, 1));
    values.put("no", EvtxFile.number(0x0d, 4, 0));
    values.put("binary", new Value(0x0e, hex("00ff10ab")));
    values.put("guid", new Value(0x0f, hex("00112233445566778899aabbccddeeff")));
    values.put("filetime", EvtxFile.number(0x11, 8, EvtxFile.fileTime(1_700_000_000_123L) + 4567));
    values.put("beginning", EvtxFile.number(0x11, 8, 0));
    values.put("systemtime", new Value(0x12, hex("ea070b00000016000100020003000700")));
    values.put(
        "sid", new Value(0x13, hex("010500000000000515000000a065cf7e784b9b5fe77c8770f4010000")));
    values.put("hex32", EvtxFile.number(0x14, 4, 0x1410));
    values.put("hex64", EvtxFile.number(0x15, 8, 0x3e7));
    values.put("texts", texts("one\0two\0\0four\0"));
    values.put("unended", texts("one\0two"));
    values.put("none", texts(""));
    values.put("uint8s", new Value(0x84, hex("0102ff")));
    values.put("uint16s", new Value(0x86, hex("01000200")));
    values.put("uint32s", new Value(0x88, hex("0100000002000000")));
    values.put("guids", new Value(0x8f, hex("00112233445566778899aabbccddeeff".repeat(2))));
    values.put("filetimes", new Value(0x91, new byte[16]));
    values.put("systemtimes", new Value(0x92, hex("ea070b00000016000100020003000700")));
    values.put("hex32s", new Value(0x94, hex("0100000002000000")));
    values.put("hex64s", new Value(0x95, hex("0100000000000000")));
    return values;
  }

  @Test
  void agreesOnEveryTypeOfValue() throws IOException, InterruptedException {
    List<Object> data = new ArrayList<>();
    List<Value> values = new ArrayList<>();
    values()
        .forEach((name, value) -> {
          for (boolean optional : new boolean[] {false, true}) {
            String label = optional ? name + "?" : name;
            Hole hole = new Hole(6 + values.size(), value.type(), optional);
            data.add(Tag.with("Data", "Name", label, hole));
            values.add(value);
          }
        });
    EvtxFile file = new EvtxFile();
    file.add(EvtxFile.event(Tag.of("EventData", data.toArray())), 1, 1_700_000_000_000L, values);

    assertSame(file.bytes());
  }

  @Test
  void agreesOnEmptyHolesRepeatedElementsAndEmbeddedDocuments()
      throws IOException, InterruptedException {
    EvtxFile file = new EvtxFile();
    Tag listed =
        EvtxFile.event(
            Tag.of(
                "EventData",
                Tag.of("Data", new Hole(6, 0x81, false)),
                Tag.of("Binary", new Hole(7, 0x0e, true))));
    file.add(listed, 2, 1_700_000_000_000L, List.of(texts("one\0two\0"), EvtxFile.nothing()));
    Tag inner =
        Tag.with(
            "Inner",
            "xmlns",
            "x",
            Tag.of("A", new Hole(0, 1, false)),
            Tag.of("B", new Hole(1, 8, true)));
    Filled filled = new Filled(inner, List.of(EvtxFile.text("va"), EvtxFile.nothing()));
    Tag outer = EvtxFile.event(Tag.of("UserData", new Hole(6, 0x21, true)));
    file.add(outer, 3, 1_700_000_000_000L, List.of(new Value(0x21, filled)));
    file.add(outer, 3, 1_700_000_000_000L, List.of(new Value(0x21, filled)));
    file.add(outer, 4, 1_700_000_000_000L, List.of(EvtxFile.nothing()));
    file.add(
        outer,
        5,
        1_700_000_000_000L,
        List.of(new Value(0x21, Tag.with("Plain", "a", "b", Tag.of("A", "text")))));

    assertSame(file.bytes());
  }

  @Test
  void agreesOnAFileOfManyChunks() throws IOException, InterruptedException {
    EvtxFile file = new EvtxFile();
    Tag template =
        EvtxFile.event(Tag.of("EventData", Tag.with("Data", "Name", "n", new Hole(6, 1, false))));
    while (file.chunks() < 12) {
      file.add(template, 7, 1_700_000_000_000L, List.of(EvtxFile.text("n" + file.count())));
    }

    assertSame(file.bytes());
  }
}
