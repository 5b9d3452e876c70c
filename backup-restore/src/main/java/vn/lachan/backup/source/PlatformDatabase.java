package vn.lachan.backup.source;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;

/**
 * The platform's own database, as whoever runs this process reaches it: through its connections
 * while it runs, through the file while it rests.
 */
public interface PlatformDatabase {

  /**
   * Writes all of it as of one moment: SQL statements that make it anew.
   *
   * @param data data folder of the platform
   * @throws SourceException when it cannot be read whole, or belongs to another data folder
   */
  void write(Path data, OutputStream to) throws IOException;
}
