package vn.lachan.backup.source;

import java.io.IOException;
import java.io.InputStream;

/** Takes what sources stream. */
public interface DumpSink {

  /** What was taken: its length and SHA-256, 64 digits. */
  record Taken(long bytes, String sha256) {}

  /**
   * Takes {@code content} to its end. When reading fails, nothing is taken and the failure is
   * passed on.
   *
   * @param path {@code /<source>/<name>}
   */
  Taken take(String path, InputStream content) throws IOException;
}
