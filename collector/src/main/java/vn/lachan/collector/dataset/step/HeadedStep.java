package vn.lachan.collector.dataset.step;

import java.util.Arrays;
import java.util.Map;

/**
 * Reads a line that stands under the head of its file ({@link
 * vn.lachan.collector.parser.FileHead}): columns by the names that {@code #Fields:} (W3C extended)
 * or {@code #fields} (Zeek) gives them. {@code head.line} is the line itself, {@code head.date} the
 * day the head says, {@code head.kind} what it says the log is of.
 */
public final class HeadedStep implements Step {
  private final Source from;
  private final Map<String, Integer> wanted;

  /** The head of the last line; the next line has most often the same. */
  private volatile Head last =
      new Head("", new CsvStep(Source.MESSAGE, new int[0], ' ', 1), "", "");

  /**
   * A head that was read.
   *
   * @param text all of it
   * @param columns reads the line under it
   */
  private record Head(String text, CsvStep columns, String date, String kind) {}

  /**
   * Made of its parts.
   *
   * @param wanted where the value of each column goes
   */
  public HeadedStep(Source from, Map<String, Integer> wanted) {
    this.from = from;
    this.wanted = Map.copyOf(wanted);
  }

  @Override
  public boolean run(Slots slots) {
    String text = from.text(slots);
    int line = 0;
    while (line < text.length() && text.charAt(line) == '#') {
      line = text.indexOf('\n', line) + 1;
      if (line == 0) {
        return slots.refuse("a comment of the log file");
      }
    }
    Head head = last;
    if (head.text.length() != line || !text.startsWith(head.text)) {
      head = read(text.substring(0, line));
      last = head;
    }
    String row = text.substring(line);
    put(slots, "head.line", row);
    put(slots, "head.date", head.date);
    put(slots, "head.kind", head.kind);
    return head.columns.read(row, slots);
  }

  private void put(Slots slots, String name, String value) {
    Integer slot = wanted.get(name);
    if (slot != null) {
      slots.put(slot, value);
    }
  }

  private Head read(String text) {
    String fields = "";
    String date = "";
    String kind = "";
    for (String line : text.split("\n", -1)) {
      if (line.startsWith("#Fields:") || line.startsWith("#fields")) {
        fields = line.substring(8);
      } else if (line.startsWith("#Date:")) {
        date = line.substring(6).strip().split("[ T]", 2)[0];
      } else if (line.startsWith("#path") || line.startsWith("#Log-type:")) {
        kind = line.substring(line.startsWith("#path") ? 5 : 10).strip();
      }
    }
    char separator = fields.indexOf('\t') >= 0 ? '\t' : fields.indexOf(',') >= 0 ? ',' : ' ';
    String[] names = fields.strip().split(separator == ' ' ? " +" : String.valueOf(separator), -1);
    int[] columns =
        Arrays.stream(names).mapToInt(name -> wanted.getOrDefault(name.strip(), -1)).toArray();
    return new Head(text, new CsvStep(from, columns, separator, 2), date, kind);
  }
}
