package vn.lachan.collector.syslog;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SyslogFramesTest {
  /** Gives one byte at a time. */
  private static InputStream slow(byte[] bytes) {
    return new ByteArrayInputStream(bytes) {
      @Override
      public synchronized int read(byte[] into, int offset, int length) {
        return super.read(into, offset, Math.min(length, 1));
      }
    };
  }

  private static List<String> frames(String stream, int maxBytes) throws IOException {
    byte[] bytes = stream.getBytes(StandardCharsets.UTF_8);
    List<String> all = new ArrayList<>();
    for (InputStream in : List.of(slow(bytes), new ByteArrayInputStream(bytes))) {
      all.clear();
      SyslogFrames frames = new SyslogFrames(in, maxBytes, 64);
      SyslogFrames.Frame frame = frames.next();
      while (frame != null) {
        all.add(
            new String(frame.bytes(), StandardCharsets.UTF_8)
                + (frame.wireLength() > frame.bytes().length ? "|" + frame.wireLength() : ""));
        frame = frames.next();
      }
    }
    return all;
  }

  @Test
  void readsBothFramingsOnOneConnection() throws Exception {
    assertThat(frames("<13>một\n9 <13>x\ny z<13>b\r\n\n5 apples\n6 <13>ab<13>end", 1_000))
        .containsExactly("<13>một", "<13>x\ny z", "<13>b", "5 apples", "<13>ab", "<13>end");
  }

  @Test
  void aLineMayBeginWithANumber() throws Exception {
    assertThat(frames("2026-11-20T08:00:00Z h a: x\n0 <13>x\n123456789012 <13>\n", 1_000))
        .containsExactly("2026-11-20T08:00:00Z h a: x", "0 <13>x", "123456789012 <13>");
  }

  @Test
  void keepsTheBeginningOfWhatIsTooLong() throws Exception {
    String big = "<13>" + "x".repeat(996);
    assertThat(frames("1000 " + big + "<13>" + "y".repeat(996) + "\n<13>z\n", 10))
        .containsExactly("<13>xxxxxx|1000", "<13>yyyyyy|1000", "<13>z");
  }

  @Test
  void aMessageOf16MebibytesIsReadWithoutTrouble() throws Exception {
    byte[] stream = new byte[(16 << 20) + 6];
    java.util.Arrays.fill(stream, (byte) 'x');
    stream[16 << 20] = '\n';
    System.arraycopy("<13>z".getBytes(StandardCharsets.UTF_8), 0, stream, (16 << 20) + 1, 5);
    SyslogFrames frames = new SyslogFrames(new ByteArrayInputStream(stream), 64 << 10, 16 << 10);

    assertThat(frames.next().bytes()).hasSize(64 << 10);
    assertThat(new String(frames.next().bytes(), StandardCharsets.UTF_8)).isEqualTo("<13>z");
  }

  @Test
  void aConnectionThatBreaksInsideLeavesACutMessage() throws Exception {
    assertThat(frames("100 <13>abc", 1_000)).containsExactly("<13>abc|100");
  }
}
