package vn.lachan.backup.source;

import java.io.IOException;
import java.io.OutputStream;

/**
 * The platform's own database, as whoever runs this process reaches it: through its connections
 * while it runs, through the file while it rests.
 */
public interface PlatformDatabase {

  /**
   * Name of the file in the snapshot, which tells the form: {@code database.sql} or {@code
   * .pgdump}.
   */
  String fileName();

  /**
   * Writes all of it as of one moment.
   *
   * @throws SourceException when it cannot be read whole
   */
  void write(OutputStream to) throws IOException;
}
