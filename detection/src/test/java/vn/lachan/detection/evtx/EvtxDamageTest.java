package vn.lachan.detection.evtx;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import vn.lachan.detection.evtx.EvtxFile.Filled;
import vn.lachan.detection.evtx.EvtxFile.Hole;
import vn.lachan.detection.evtx.EvtxFile.Itself;
import vn.lachan.detection.evtx.EvtxFile.Tag;
import vn.lachan.detection.evtx.EvtxFile.Value;

/** What becomes of files that were cut, overwritten, or made to hurt. */
class EvtxDamageTest {
  private static final long TIME = 1_700_000_000_000L;
  private static final int FIRST_CHUNK = EvtxFile.HEADER;
  private static final int FIRST_RECORD = FIRST_CHUNK + 512;

  /** Events n0, n1, ... in so many chunks, the last not full. */
  private static byte[] file(int chunks) {
    EvtxFile file = new EvtxFile();
    Tag template =
        EvtxFile.event(Tag.of("EventData", Tag.with("Data", "Name", "n", new Hole(6, 1, false))));
    long last = 0;
    while (file.chunks() < chunks - 1 || file.count() < last + 50) {
      last = file.chunks() < chunks - 1 ? file.count() : last;
      file.add(template, 7, TIME, List.of(EvtxFile.text("n" + file.count())));
    }
    return file.bytes();
  }

  private static List<EvtxItem.Event> events(byte[] file) {
    return EvtxReaderTest.items(file).stream()
        .filter(EvtxItem.Event.class::isInstance)
        .map(EvtxItem.Event.class::cast)
        .toList();
  }

  private static List<String> damages(byte[] file) {
    return EvtxReaderTest.items(file).stream()
        .filter(EvtxItem.Damage.class::isInstance)
        .map(EvtxItem::toString)
        .toList();
  }

  private static ByteBuffer bytes(byte[] file) {
    return ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static int sizeOfRecord(byte[] file, int at) {
    return bytes(file).getInt(at + 4);
  }

  @Test
  void leavesOutABrokenRecordAndReadsTheRest() {
    byte[] file = file(1);
    List<EvtxItem.Event> all = events(file);
    int second = FIRST_RECORD + sizeOfRecord(file, FIRST_RECORD);
    file[second] = 0;

    List<EvtxItem.Event> kept = events(file);

    List<EvtxItem.Event> expected = new ArrayList<>(all);
    expected.remove(1);
    assertThat(kept).isEqualTo(expected);
    assertThat(damages(file))
        .hasSize(2)
        .satisfiesExactly(
            damage -> assertThat(damage).contains("0x1200", "checksum of the records is wrong"),
            damage ->
                assertThat(damage)
                    .contains("0x" + Integer.toHexString(second), "no record here")
                    .contains(sizeOfRecord(file, second) + " bytes"));
  }

  @Test
  void namesTheRecordWhoseContentIsBroken() {
    byte[] file = file(1);
    int second = FIRST_RECORD + sizeOfRecord(file, FIRST_RECORD);
    file[second + 24 + 4] = 0x3f;

    assertThat(events(file)).hasSize(events(file(1)).size() - 1);
    assertThat(damages(file))
        .anySatisfy(
            damage -> assertThat(damage).contains("record 2: the record has the unknown token"));
  }

  @Test
  void readsEveryOtherChunkWhenOneLostItsHeader() {
    byte[] file = file(3);
    int count = events(file).size();
    Arrays.fill(file, FIRST_CHUNK + EvtxFile.CHUNK, FIRST_CHUNK + EvtxFile.CHUNK + 512, (byte) 1);

    assertThat(events(file)).hasSize(count);
    assertThat(damages(file))
        .singleElement()
        .asString()
        .contains("0x11000", "no header of a chunk");
  }

  @Test
  void readsChunksBehindABrokenFileHeader() {
    byte[] file = file(2);
    int count = events(file).size();
    Arrays.fill(file, 0, 100, (byte) 'x');

    assertThat(events(file)).hasSize(count);
    assertThat(damages(file)).singleElement().asString().contains("no header of an .evtx file");
  }

  @Test
  void saysWhenChunksAreMissingOrWiped() {
    byte[] file = file(3);
    byte[] cut = Arrays.copyOf(file, FIRST_CHUNK + 2 * EvtxFile.CHUNK);
    byte[] wiped = file.clone();
    Arrays.fill(wiped, FIRST_CHUNK, FIRST_CHUNK + EvtxFile.CHUNK, (byte) 0);

    assertThat(damages(cut)).singleElement().asString().contains("ends after 2 of 3 chunks");
    assertThat(damages(wiped)).singleElement().asString().contains("0x1000", "a chunk of zeros");
  }

  @Test
  void keepsSilentAboutSpaceThatWasNeverUsed() {
    byte[] file = file(2);
    byte[] longer = Arrays.copyOf(file, file.length + 3 * EvtxFile.CHUNK);

    assertThat(damages(longer)).isEmpty();
    assertThat(events(longer)).isEqualTo(events(file));
  }

  @Test
  void readsOnBehindAHeaderThatWasNotWrittenInTime() {
    byte[] file = file(1);
    int count = events(file).size();
    int third =
        FIRST_RECORD
            + sizeOfRecord(file, FIRST_RECORD)
            + sizeOfRecord(file, FIRST_RECORD + sizeOfRecord(file, FIRST_RECORD));
    ByteBuffer chunk = bytes(file).slice(FIRST_CHUNK, EvtxFile.CHUNK);
    chunk.order(ByteOrder.LITTLE_ENDIAN).putInt(48, third - FIRST_CHUNK);
    EvtxFile.seal(chunk);

    assertThat(events(file)).hasSize(count);
    assertThat(damages(file)).isEmpty();

    bytes(file).putLong(third + 8, 999);
    assertThat(events(file)).hasSize(2);
    assertThat(damages(file)).isEmpty();
  }

  @Test
  void readsWhatACutFileStillHas() {
    byte[] file = file(2);
    List<EvtxItem.Event> all = events(file);
    for (int length = 0; length < file.length; length += 1013) {
      byte[] cut = Arrays.copyOf(file, length);
      List<EvtxItem.Event> kept = events(cut);

      assertThat(all.subList(0, kept.size())).isEqualTo(kept);
      assertThat(damages(cut)).as("length " + length).isNotEmpty();
    }
  }

  @Test
  void readsWhatABrokenCompressedFileStillHas() throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write(file(3));
    }
    byte[] cut = Arrays.copyOf(packed.toByteArray(), packed.size() * 2 / 3);
    List<EvtxItem> items = new ArrayList<>();

    EvtxStats stats =
        new EvtxReader().read(new GZIPInputStream(new ByteArrayInputStream(cut)), items::add);

    assertThat(stats.events()).isPositive();
    assertThat(items)
        .map(EvtxItem::toString)
        .filteredOn(line -> line.contains("the compressed stream breaks off"))
        .hasSize(1);
  }

  @Test
  void saysThatSomethingElseIsNoEventLog() {
    assertThat(damages(new byte[0])).containsExactly("offset 0x0: the file is empty");
    assertThat(damages("hello".getBytes(StandardCharsets.UTF_8)))
        .containsExactly("offset 0x0: the file ends inside its header");
    byte[] random = new byte[300_000];
    new Random(1).nextBytes(random);
    assertThat(events(random)).isEmpty();
    assertThat(damages(random)).hasSizeGreaterThan(4).hasSizeLessThan(30);
  }

  @Test
  void refusesATemplateThatContainsItself() {
    EvtxFile file = new EvtxFile();
    Tag endless = EvtxFile.event(new Itself(), new Itself(), new Itself());
    file.add(endless, 1, TIME, List.of());
    file.add(endless, 2, TIME, List.of());
    file.add(EvtxFile.event(Tag.of("EventData", Tag.of("A", "b"))), 3, TIME, List.of());

    assertThat(events(file.bytes())).hasSize(1);
    assertThat(damages(file.bytes()))
        .hasSize(2)
        .allSatisfy(damage -> assertThat(damage).contains("template that contains itself"));
  }

  @Test
  void refusesARecordThatGrowsWithoutEnd() {
    Object[] holes = Collections.nCopies(150, new Hole(0, 0x21, false)).toArray();
    Value value = new Value(0x21, Tag.of("A", "b"));
    for (int level = 0; level < 6; level++) {
      value = new Value(0x21, new Filled(Tag.of("L" + level, holes), List.of(value)));
    }
    EvtxFile file = new EvtxFile();
    file.add(EvtxFile.event(Tag.of("UserData", new Hole(6, 0x21, false))), 1, TIME, List.of(value));
    byte[] bytes = file.bytes();

    List<String> damages =
        Assertions.assertTimeoutPreemptively(Duration.ofMinutes(1), () -> damages(bytes));

    assertThat(damages).singleElement().asString().contains("has more than 16384 parts");
  }

  @Test
  void survivesAnyBytesAndIsNeverSilentlyWrong() throws IOException {
    List<byte[]> files = new ArrayList<>(List.of(file(2)));
    for (Path folder : EvtxReaderTest.cases().limit(40).toList()) {
      files.add(Files.readAllBytes(EvtxReaderTest.evtx(folder)));
    }
    List<List<EvtxItem.Event>> expected = files.stream().map(EvtxDamageTest::events).toList();
    Random random = new Random(20_261_122);
    Assertions.assertTimeoutPreemptively(
        Duration.ofMinutes(5),
        () -> {
          for (int i = 0; i < 4000; i++) {
            int number = random.nextInt(files.size());
            byte[] broken = broken(files.get(number), random);
            if (!events(broken).equals(expected.get(number))) {
              assertThat(damages(broken)).as("try " + i).isNotEmpty();
            }
          }
        });
  }

  /** Flips some bytes, mostly where something is written, and sometimes cuts the end. */
  private static byte[] broken(byte[] file, Random random) {
    byte[] result =
        random.nextInt(4) == 0 ? Arrays.copyOf(file, random.nextInt(file.length)) : file.clone();
    int used = FIRST_CHUNK + bytes(file).getInt(FIRST_CHUNK + 48);
    int flips = 1 + random.nextInt(8);
    for (int i = 0; i < flips; i++) {
      int at = random.nextInt(random.nextInt(3) == 0 ? file.length : used);
      if (at < result.length) {
        result[at] ^= (byte) (1 + random.nextInt(255));
      }
    }
    return result;
  }
}
