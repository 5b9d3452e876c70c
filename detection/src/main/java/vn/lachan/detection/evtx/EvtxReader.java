package vn.lachan.detection.evtx;

import java.io.IOException;
import java.io.InputStream;
import java.util.function.Consumer;

/**
 * Reads an {@code .evtx} file from beginning to end: every event and every damage in the order of
 * the file, in memory for one chunk (64 KiB and what its events need). For one thread.
 */
public final class EvtxReader {
  private final EvtxSettings settings;

  /** A reader with {@link EvtxSettings#DEFAULT}. */
  public EvtxReader() {
    this(EvtxSettings.DEFAULT);
  }

  public EvtxReader(EvtxSettings settings) {
    this.settings = settings;
  }

  /**
   * Reads to the end of {@code in} and does not close it.
   *
   * @return what was found
   * @throws IOException when the source itself fails; never for what it contains
   */
  public EvtxStats read(InputStream in, Consumer<EvtxItem> items) throws IOException {
    long[] counts = new long[2];
    Consumer<EvtxItem> counting =
        item -> {
          switch (item) {
            case EvtxItem.Event _ -> counts[0]++;
            case EvtxItem.Damage _ -> counts[1]++;
          }
          items.accept(item);
        };
    EvtxChunks chunks = EvtxChunks.oneByOne(in, counting::accept);
    long read = 0;
    for (EvtxChunk chunk = chunks.next(); chunk != null; chunk = chunks.next()) {
      chunk.read(settings, counting);
      read++;
    }
    return new EvtxStats(chunks.position(), read, counts[0], counts[1]);
  }
}
