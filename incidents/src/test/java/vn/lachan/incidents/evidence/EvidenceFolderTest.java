package vn.lachan.incidents.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.lachan.incidents.InvalidRequestException;

class EvidenceFolderTest {
  /** {@code -Dlachan.evidence.bytes=2147483648} for the long form. */
  private static final long SIZE = Long.getLong("lachan.evidence.bytes", 64L << 20);

  @TempDir Path folder;

  @Test
  void keepsAFileOfAnySizeWithoutHoldingItInMemory() throws IOException {
    EvidenceFolder evidence = new EvidenceFolder(folder, SIZE);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    EvidenceFolder.Written written = evidence.write(new Ones(SIZE));
    long allocated = threads.getCurrentThreadAllocatedBytes() - before;

    assertThat(written.size()).isEqualTo(SIZE);
    assertThat(allocated).isLessThan(4L << 20);
    assertThat(evidence.digest(written.sha256())).isEqualTo(written.sha256());
  }

  @Test
  void leavesNothingOfAFileThatIsTooLarge() throws IOException {
    EvidenceFolder evidence = new EvidenceFolder(folder, 1_000);
    assertThatExceptionOfType(InvalidRequestException.class)
        .isThrownBy(() -> evidence.write(new Ones(1_001)));
    try (Stream<Path> files = Files.walk(folder)) {
      assertThat(files.filter(Files::isRegularFile)).isEmpty();
    }
  }

  private static final class Ones extends InputStream {
    private long left;

    Ones(long size) {
      this.left = size;
    }

    @Override
    public int read() {
      return left-- > 0 ? 1 : -1;
    }

    @Override
    public int read(byte[] buffer, int from, int length) {
      if (left <= 0) {
        return -1;
      }
      int read = (int) Math.min(left, length);
      Arrays.fill(buffer, from, from + read, (byte) 1);
      left -= read;
      return read;
    }
  }
}
