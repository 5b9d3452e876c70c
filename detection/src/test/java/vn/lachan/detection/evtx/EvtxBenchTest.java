package vn.lachan.detection.evtx;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class EvtxBenchTest {
  private static final int COPIES = 400;

  private static List<byte[]> published() throws IOException {
    List<byte[]> files = new ArrayList<>();
    for (Path folder : EvtxReaderTest.cases().toList()) {
      files.add(Files.readAllBytes(EvtxReaderTest.evtx(folder)));
    }
    return files;
  }

  @Test
  void isFastEnough() throws IOException {
    List<byte[]> files = published();
    EvtxBench.Result sparse = EvtxBench.run(files, 100, 50);
    EvtxBench.Result dense = EvtxBench.run(List.of(BigFile.of(files, 64)), 10, 10);

    System.out.println("[evtx] published files (one or two events each): " + sparse);
    System.out.println("[evtx] the same events, chunks full: " + dense);
    assertThat(sparse.bestPerSecond()).isGreaterThan(2_000);
    assertThat(dense.bestPerSecond()).isGreaterThan(10_000);
  }

  @Test
  void readsAFileOfAnySizeInTheMemoryOfOneChunk() throws IOException {
    byte[] part = BigFile.of(published(), 4);
    int chunks = part.length - EvtxFile.HEADER;
    long[] total = new long[1];
    InputStream endless =
        new InputStream() {
          private long position;

          @Override
          public int read() {
            throw new UnsupportedOperationException();
          }

          @Override
          public int read(byte[] to, int offset, int length) {
            if (position >= EvtxFile.HEADER + (long) COPIES * chunks) {
              return -1;
            }
            int at =
                position < EvtxFile.HEADER
                    ? (int) position
                    : EvtxFile.HEADER + (int) ((position - EvtxFile.HEADER) % chunks);
            int count = Math.min(length, part.length - at);
            System.arraycopy(part, at, to, offset, count);
            position += count;
            return count;
          }
        };

    EvtxStats stats = new EvtxReader().read(endless, item -> total[0] += item.offset() & 1);

    assertThat(stats.chunks()).isEqualTo(COPIES * (long) (chunks / EvtxFile.CHUNK));
    assertThat(stats.bytes()).isGreaterThan(100L << 20);
    assertThat(stats.damages()).isZero();
  }
}
