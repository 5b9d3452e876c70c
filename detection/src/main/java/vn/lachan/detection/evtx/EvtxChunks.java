package vn.lachan.detection.evtx;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.zip.CRC32;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a stream into the chunks of an {@code .evtx} file, in the order of the file. Holds nothing
 * but the chunk that it reads. Damage of the file itself goes to the consumer given; only a source
 * that cannot be read (an I/O error) is an exception. For one thread.
 */
public final class EvtxChunks {
  /** Bytes of the file header. */
  static final int HEADER = 4096;

  private static final byte[] SIGNATURE = {'E', 'l', 'f', 'F', 'i', 'l', 'e', 0};
  private static final int CHUNK_COUNT = 42;
  private static final int FLAGS = 120;
  private static final int CHECKED = 120;
  private static final int CHECKSUM = 124;
  private static final int DIRTY = 1;

  private final InputStream in;
  private final Consumer<EvtxItem.Damage> damages;

  /** The bytes of every chunk when one is read before the next is asked for, else null. */
  private final byte @Nullable [] shared;

  private long position;
  private long chunks;

  /** How many chunks the header claims; 0 when it cannot be trusted. */
  private int claimed;

  private boolean started;

  /** Whether nothing more can be read because compressed bytes are damaged. */
  private boolean broken;

  private boolean ended;

  /**
   * @param in read to its end, not closed
   * @param damages told of damage between chunks, before the chunk that follows is returned
   */
  public EvtxChunks(InputStream in, Consumer<EvtxItem.Damage> damages) {
    this(in, damages, null);
  }

  private EvtxChunks(InputStream in, Consumer<EvtxItem.Damage> damages, byte @Nullable [] shared) {
    this.in = in;
    this.damages = damages;
    this.shared = shared;
  }

  /** Chunks of which each loses its bytes when the next one is asked for. */
  static EvtxChunks oneByOne(InputStream in, Consumer<EvtxItem.Damage> damages) {
    return new EvtxChunks(in, damages, new byte[EvtxChunk.SIZE]);
  }

  /** Bytes read so far. */
  public long position() {
    return position;
  }

  /**
   * The next chunk that holds something, or null at the end.
   *
   * @throws IOException when the source fails; not for damaged content
   */
  public @Nullable EvtxChunk next() throws IOException {
    if (!started) {
      started = true;
      header();
    }
    while (!ended) {
      long offset = position;
      byte[] bytes = shared == null ? new byte[EvtxChunk.SIZE] : shared;
      int length = fill(bytes, EvtxChunk.SIZE);
      if (length < EvtxChunk.SIZE) {
        Arrays.fill(bytes, length, EvtxChunk.SIZE, (byte) 0);
      }
      if (length == 0) {
        end();
        return null;
      }
      EvtxChunk chunk = new EvtxChunk(offset, bytes, length);
      if (chunk.isEmpty()) {
        unused(offset);
        continue;
      }
      chunks++;
      return chunk;
    }
    return null;
  }

  /** Space that Windows laid out in advance is normal, but not where a chunk should be. */
  private void unused(long offset) {
    if (chunks < claimed) {
      damage(offset, "a chunk of zeros where the file should have events");
      chunks++;
    }
  }

  private void end() {
    ended = true;
    if (chunks < claimed) {
      damage(position, "the file ends after " + chunks + " of " + claimed + " chunks");
    }
  }

  private void header() throws IOException {
    byte[] bytes = shared == null ? new byte[HEADER] : shared;
    int length = fill(bytes, HEADER);
    if (length < HEADER) {
      damage(0, length == 0 ? "the file is empty" : "the file ends inside its header");
      ended = true;
      return;
    }
    Bytes header = new Bytes(bytes);
    if (!startsWith(bytes, SIGNATURE)) {
      damage(0, "no header of an .evtx file; looking for chunks behind it");
      return;
    }
    CRC32 crc = new CRC32();
    crc.update(bytes, 0, CHECKED);
    if ((int) crc.getValue() != header.integer(CHECKSUM)) {
      damage(0, "the checksum of the file header is wrong");
      return;
    }
    boolean dirty = (header.integer(FLAGS) & DIRTY) != 0;
    claimed = dirty ? 0 : header.unsignedShort(CHUNK_COUNT);
  }

  static boolean startsWith(byte[] bytes, byte[] signature) {
    for (int i = 0; i < signature.length; i++) {
      if (bytes[i] != signature[i]) {
        return false;
      }
    }
    return true;
  }

  /** Fills the bytes as far as the stream goes; a compressed stream that breaks off is an end. */
  private int fill(byte[] bytes, int wanted) throws IOException {
    int length = 0;
    try {
      while (length < wanted && !broken) {
        int count = in.read(bytes, length, wanted - length);
        if (count < 0) {
          break;
        }
        length += count;
      }
    } catch (EOFException | ZipException e) {
      damage(position + length, "the compressed stream breaks off: " + e.getMessage());
      claimed = 0;
      broken = true;
    }
    position += length;
    return length;
  }

  private void damage(long offset, String reason) {
    damages.accept(new EvtxItem.Damage(offset, -1, reason));
  }
}
