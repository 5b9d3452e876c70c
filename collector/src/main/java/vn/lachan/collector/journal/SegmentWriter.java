package vn.lachan.collector.journal;

import java.io.IOException;
import java.nio.ByteBuffer;

/** A segment file that is being written. The seam where tests put a disk that fails. */
interface SegmentWriter {

  /** Writes all of {@code bytes} at the end. */
  void write(ByteBuffer bytes) throws IOException;

  /** Returns after everything written would survive a crash of the machine. */
  void force() throws IOException;

  /** Cuts the file to {@code size} bytes. */
  void truncate(long size) throws IOException;

  void close() throws IOException;
}
