package vn.lachan.detection.evtx;

import java.util.function.Consumer;
import java.util.zip.CRC32;

/**
 * One chunk of a file: 64 KiB that stand alone. Does not change; may be read on any thread.
 *
 * @see EvtxChunks
 */
public final class EvtxChunk {
  /** Bytes of a chunk. */
  public static final int SIZE = 1 << 16;

  private static final byte[] SIGNATURE = {'E', 'l', 'f', 'C', 'h', 'n', 'k', 0};
  private static final int HEADER = 512;
  private static final int FREE_SPACE = 48;
  private static final int RECORDS_CHECKSUM = 52;
  private static final int CHECKED = 120;
  private static final int CHECKSUM = 124;
  private static final int TABLES = 128;
  private static final int RECORD_SIGNATURE = 0x00002a2a;
  private static final int RECORD_HEADER = 24;
  private static final int SMALLEST_RECORD = RECORD_HEADER + Integer.BYTES;

  private final long offset;
  private final Bytes bytes;
  private final int length;

  /**
   * @param offset where it begins in the file
   * @param bytes {@link #SIZE} bytes, kept, not copied
   * @param length how many of them the file has; the rest are zeros
   */
  EvtxChunk(long offset, byte[] bytes, int length) {
    this.offset = offset;
    this.bytes = new Bytes(bytes);
    this.length = length;
  }

  /** Where it begins, in bytes from the beginning of the file. */
  public long offset() {
    return offset;
  }

  /** How many bytes of it the file has, at most {@link #SIZE}. */
  public int length() {
    return length;
  }

  boolean isEmpty() {
    return bytes.array()[0] == 0 && bytes.isZero(0, length);
  }

  /**
   * Gives all events and all damage of the chunk in the order of the file. Never throws for what
   * the bytes are; takes bounded time for any bytes.
   */
  public void read(EvtxSettings settings, Consumer<EvtxItem> items) {
    new Reading(settings, items).run();
  }

  /** One way through the records. */
  private final class Reading {
    private final Consumer<EvtxItem> items;
    private final Budget budget;
    private final BinaryXml xml;
    private final EventFields fields;

    /** Behind the last record that belongs to the chunk, as far as that can be trusted. */
    private int end;

    private long lastRecord = -1;

    Reading(EvtxSettings settings, Consumer<EvtxItem> items) {
      this.items = items;
      this.budget = new Budget(settings.limits());
      this.xml = new BinaryXml(bytes, settings.hex(), budget);
      this.fields = new EventFields(xml, budget);
    }

    void run() {
      end = checkedEnd();
      int position = HEADER;
      while (position <= length - SMALLEST_RECORD) {
        boolean isRecord = isRecord(position);
        if (position >= end && !(isRecord && follows(position))) {
          return;
        }
        if (isRecord) {
          record(position);
          position += bytes.integer(position + 4);
        } else {
          if (bytes.isZero(position, Math.min(end, length))) {
            return;
          }
          int next = nextRecord(position + 1);
          damage(position, -1, "no record here; " + (next - position) + " bytes are left out");
          position = next;
        }
      }
    }

    /** Checks the header and tells where the records end. */
    private int checkedEnd() {
      if (length < SIZE) {
        damage(length, -1, "the file ends inside a chunk");
      }
      if (!EvtxChunks.startsWith(bytes.array(), SIGNATURE)) {
        damage(0, -1, "no header of a chunk; looking for records behind it");
        return length;
      }
      CRC32 crc = new CRC32();
      crc.update(bytes.array(), 0, CHECKED);
      crc.update(bytes.array(), TABLES, HEADER - TABLES);
      if ((int) crc.getValue() != bytes.integer(CHECKSUM)) {
        damage(0, -1, "the checksum of the chunk header is wrong");
        return length;
      }
      int free = bytes.integer(FREE_SPACE);
      if (free < HEADER || free > SIZE) {
        damage(FREE_SPACE, -1, "the free space of the chunk begins at " + free);
        return length;
      }
      if (length == SIZE) {
        crc.reset();
        crc.update(bytes.array(), HEADER, free - HEADER);
        if ((int) crc.getValue() != bytes.integer(RECORDS_CHECKSUM)) {
          damage(HEADER, -1, "the checksum of the records is wrong; they are read all the same");
        }
      }
      return free;
    }

    /** Whether a whole record stands at this place: signature, size and copy of the size. */
    private boolean isRecord(int at) {
      if (bytes.integer(at) != RECORD_SIGNATURE) {
        return false;
      }
      int size = bytes.integer(at + 4);
      return size >= SMALLEST_RECORD
          && size <= length - at
          && bytes.integer(at + size - Integer.BYTES) == size;
    }

    /**
     * Behind the end that the header tells, only the record that comes next by number belongs here:
     * a machine that stopped suddenly did not write its last header. Others are remains of older
     * use.
     */
    private boolean follows(int at) {
      return lastRecord >= 0 && bytes.longInteger(at + 8) == lastRecord + 1;
    }

    private int nextRecord(int from) {
      int at = from;
      while (at <= length - SMALLEST_RECORD) {
        if (bytes.unsignedByte(at) == '*' && isRecord(at)) {
          return at;
        }
        at++;
      }
      return Math.max(from, Math.min(end, length));
    }

    private void record(int at) {
      long number = bytes.longInteger(at + 8);
      int size = bytes.integer(at + 4);
      lastRecord = number;
      budget.reset();
      try {
        int to = at + size - Integer.BYTES;
        items.accept(
            new EvtxItem.Event(
                offset + at, number, fields.of(xml.document(at + RECORD_HEADER, to))));
      } catch (DamagedException e) {
        damage(at, number, "the record " + e.reason());
      }
    }

    private void damage(int at, long record, String reason) {
      items.accept(new EvtxItem.Damage(offset + at, record, reason));
    }
  }
}
