package vn.lachan.collector.forward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import vn.lachan.collector.RawLog;
import vn.lachan.collector.journal.JournalPosition;
import vn.lachan.collector.journal.PlacedLog;

class ForwardBatchTest {
  private static final int SAMPLES = Integer.getInteger("lachan.forward.samples", 2_000);

  private static ForwardBatch sample(Random random) {
    JournalPosition after = new JournalPosition(random.nextLong(5), random.nextLong(1L << 33));
    JournalPosition place = after;
    List<PlacedLog> logs = new ArrayList<>();
    for (int i = 0; i < 1 + random.nextInt(5); i++) {
      place =
          random.nextBoolean()
              ? new JournalPosition(place.segment(), place.offset() + 1 + random.nextInt(9_000))
              : new JournalPosition(place.segment() + 1 + random.nextInt(3), random.nextInt(90));
      byte[] bytes = new byte[random.nextInt(300)];
      random.nextBytes(bytes);
      Instant time =
          Instant.ofEpochSecond(random.nextLong(1L << 37), random.nextInt(1_000_000_000));
      logs.add(
          new PlacedLog(
              new RawLog("nguồn" + i, time, "p", "vị trí", bytes, bytes.length + random.nextInt(9)),
              place));
    }
    return new ForwardBatch(random.nextBoolean() ? Lane.URGENT : Lane.ORDINARY, after, logs);
  }

  private static byte[] bytes(ForwardBatch batch) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    batch.write(new DataOutputStream(out));
    return out.toByteArray();
  }

  private static ForwardBatch read(byte[] bytes) throws IOException {
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
    assertThat(in.readByte()).isEqualTo(ForwardProtocol.BATCH);
    return ForwardBatch.read(in, 100, 10_000);
  }

  @Test
  void readsWhatItWrote() throws Exception {
    Random random = new Random(1);
    for (int i = 0; i < SAMPLES; i++) {
      ForwardBatch batch = sample(random);
      assertThat(read(bytes(batch))).isEqualTo(batch);
    }
  }

  private static byte[] one(JournalPosition after, JournalPosition end, Instant time)
      throws IOException {
    RawLog log = new RawLog("s", time, "p", "", new byte[] {1});
    return bytes(new ForwardBatch(Lane.URGENT, after, List.of(new PlacedLog(log, end))));
  }

  @Test
  void placesThatCannotBeReadBackFromARecordAreRefused() throws Exception {
    JournalPosition start = new JournalPosition(0, 0);
    long largest = 999_999_999_999_999_999L;
    assertThat(read(one(start, new JournalPosition(largest, largest), Instant.EPOCH)).end())
        .isEqualTo(new JournalPosition(largest, largest));
    for (JournalPosition end :
        List.of(
            new JournalPosition(largest + 1, 1),
            new JournalPosition(1, largest + 1),
            new JournalPosition(Long.MAX_VALUE, Long.MAX_VALUE))) {
      assertThatThrownBy(() -> read(one(start, end, Instant.EPOCH)))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("not a place");
    }
  }

  @Test
  void timesThatNoClockShowsAreRefused() {
    JournalPosition start = new JournalPosition(0, 0);
    JournalPosition end = new JournalPosition(1, 1);
    for (Instant time :
        List.of(
            Instant.EPOCH.minusNanos(1),
            Instant.parse("+10000-01-01T00:00:00Z"),
            Instant.MIN,
            Instant.MAX)) {
      assertThatThrownBy(() -> read(one(start, end, time)))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("not a time");
    }
  }

  @Test
  void brokenBytesAreRefusedAndNothingElse() throws Exception {
    Random random = new Random(2);
    int refused = 0;
    for (int i = 0; i < SAMPLES; i++) {
      byte[] bytes = bytes(sample(random));
      bytes[1 + random.nextInt(bytes.length - 1)] ^= (byte) (1 << random.nextInt(8));
      try {
        var _ = read(bytes);
      } catch (IOException _) {
        refused++;
      }
    }
    assertThat(refused).isPositive();
  }
}
