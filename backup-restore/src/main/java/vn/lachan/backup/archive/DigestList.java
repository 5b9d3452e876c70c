package vn.lachan.backup.archive;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Enumeration;
import java.util.Iterator;
import java.util.List;

/**
 * The files of a snapshot as {@code sha256sum -c} reads them, run in the folder that was restored
 * to: {@code <digest> ./path}, one a line, with the very bytes of the names. A line with a name
 * that holds a backslash or a line feed begins with a backslash (GNU coreutils).
 */
public final class DigestList {

  private static final int LINES_AT_ONCE = 1000;

  private DigestList() {}

  /** The list, made while it is read; links are not in it. */
  public static InputStream of(List<ArchivedFile> files) {
    Iterator<ArchivedFile> all =
        files.stream().filter(file -> file.digest().isPresent()).iterator();
    return new SequenceInputStream(
        new Enumeration<>() {
          @Override
          public boolean hasMoreElements() {
            return all.hasNext();
          }

          @Override
          public InputStream nextElement() {
            return new ByteArrayInputStream(lines(all));
          }
        });
  }

  private static byte[] lines(Iterator<ArchivedFile> files) {
    ByteArrayOutputStream lines = new ByteArrayOutputStream();
    for (int i = 0; i < LINES_AT_ONCE && files.hasNext(); i++) {
      line(files.next(), lines);
    }
    return lines.toByteArray();
  }

  private static void line(ArchivedFile file, ByteArrayOutputStream to) {
    byte[] path = GoText.unquote(file.path()).orElseThrow();
    ByteArrayOutputStream escaped = new ByteArrayOutputStream(path.length);
    for (byte b : path) {
      switch (b) {
        case '\\' -> escaped.writeBytes(new byte[] {'\\', '\\'});
        case '\n' -> escaped.writeBytes(new byte[] {'\\', 'n'});
        case '\r' -> escaped.writeBytes(new byte[] {'\\', 'r'});
        default -> escaped.write(b);
      }
    }
    byte[] name = escaped.toByteArray();
    if (!Arrays.equals(name, path)) {
      to.write('\\');
    }
    to.writeBytes(file.digest().orElseThrow().toString().getBytes(StandardCharsets.US_ASCII));
    to.writeBytes(new byte[] {' ', ' ', '.'});
    to.writeBytes(name);
    to.write('\n');
  }
}
