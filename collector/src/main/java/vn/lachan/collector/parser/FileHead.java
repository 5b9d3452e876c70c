package vn.lachan.collector.parser;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * What a log file says in lines that begin with {@code #} about the lines below them: the W3C
 * extended format (IIS, HTTP.sys, Exchange) and the tab-separated logs of Zeek name their columns
 * so. A line of such a file is only understood with its head, and may be read on another machine:
 * it is handed on as a record of several lines, the head before it. A head in the middle of a file
 * holds from there on. For one thread.
 */
public final class FileHead {
  private static final byte[] BYTE_ORDER_MARK = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};
  private static final int LONGEST = 16 << 10;
  private static final int WINDOW = 64 << 10;
  private static final byte[] NOTHING = {};

  /** Words that begin a head. */
  private static final List<String> FIRST =
      List.of("#Software:", "#Version:", "#Date:", "#Fields:", "#separator");

  private static final Set<String> WORDS =
      Set.of(
          "#Software:",
          "#Version:",
          "#Date:",
          "#Fields:",
          "#Log-type:",
          "#Start-Date:",
          "#End-Date:",
          "#Remark:",
          "#separator",
          "#set_separator",
          "#empty_field",
          "#unset_field",
          "#path",
          "#open",
          "#close",
          "#fields",
          "#types");

  private String fields = "";
  private String kind = "";
  private String date = "";

  /** Whether a file that begins so has a head. */
  public static boolean begins(byte[] file) {
    int word = wordEnd(file, start(file));
    return FIRST.contains(text(file, start(file), word));
  }

  /**
   * The head that holds at {@code end} of a file, which is read up to there.
   *
   * @param end where a line begins
   */
  public static FileHead of(RandomAccessFile file, long end) throws IOException {
    FileHead head = new FileHead();
    byte[] window = new byte[WINDOW];
    byte[] line = new byte[LONGEST];
    int length = -1; // of the line of a head that goes on; -1 in every other line
    boolean fresh = true;
    file.seek(0);
    for (long at = 0; at < end; ) {
      int count = file.read(window, 0, (int) Math.min(WINDOW, end - at));
      if (count < 0) {
        break;
      }
      for (int i = 0; i < count; i++) {
        byte b = window[i];
        if (fresh && (b == '#' || (at + i == 0 && b == BYTE_ORDER_MARK[0]))) {
          length = 0;
        }
        if (b == '\n' && length >= 0) {
          var _ = head.carry(Arrays.copyOf(line, length));
        } else if (length >= 0 && length < LONGEST) {
          line[length++] = b;
        }
        length = b == '\n' ? -1 : length;
        fresh = b == '\n';
      }
      at += count;
    }
    return head;
  }

  /**
   * What is handed on of the next line: the line under its head, or nothing of a line that is of
   * the head itself.
   */
  public byte[] carry(byte[] line) {
    int from = start(line);
    if (from >= line.length || line[from] != '#') {
      return under(line);
    }
    String word = text(line, from, wordEnd(line, from));
    if (!WORDS.contains(word) || line.length > LONGEST) {
      return under(line);
    }
    String whole = text(line, from, line.length).stripTrailing() + "\n";
    switch (word) {
      case "#Software:", "#separator" -> {
        fields = "";
        kind = "";
        date = "";
      }
      case "#Fields:", "#fields" -> fields = whole;
      case "#path", "#Log-type:" -> kind = whole;
      case "#Date:" -> date = whole;
      default -> {} // says nothing that a line is read by
    }
    return NOTHING;
  }

  private byte[] under(byte[] line) {
    if (fields.isEmpty() || line.length == 0) {
      return line;
    }
    boolean dated = fields.contains(" date") || fields.startsWith("#fields");
    byte[] head = (kind + (dated ? "" : date) + fields).getBytes(StandardCharsets.UTF_8);
    byte[] record = Arrays.copyOf(head, head.length + line.length);
    System.arraycopy(line, 0, record, head.length, line.length);
    return record;
  }

  private static int start(byte[] line) {
    boolean marked =
        line.length >= 3 && Arrays.equals(line, 0, 3, BYTE_ORDER_MARK, 0, BYTE_ORDER_MARK.length);
    return marked ? 3 : 0;
  }

  private static int wordEnd(byte[] line, int from) {
    int end = from;
    while (end < line.length && line[end] > ' ' && (end == from || line[end - 1] != ':')) {
      end++;
    }
    return end;
  }

  private static String text(byte[] line, int from, int to) {
    return new String(line, from, to - from, StandardCharsets.UTF_8);
  }
}
