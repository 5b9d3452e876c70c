package vn.lachan.backup.command;

import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** Results as text for people or, with {@code --json}, one JSON object a line. */
final class CommandOutput {

  private static final JsonMapper JSON = new JsonMapper();

  private final PrintStream out;
  private final boolean json;

  CommandOutput(PrintStream out, boolean json) {
    this.out = out;
    this.json = json;
  }

  /** The last line of a long task; for programs it says so, as stock restic's does. */
  void summary(String text, Object... pairs) {
    Object[] all = new Object[pairs.length + 2];
    all[0] = "message_type";
    all[1] = "summary";
    System.arraycopy(pairs, 0, all, 2, pairs.length);
    write(text, all);
  }

  /** Writes one result: {@code text} for people, {@code pairs} (key, value, …) for programs. */
  void write(String text, Object... pairs) {
    if (!json) {
      out.println(text);
      return;
    }
    Map<String, Object> object = new LinkedHashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      object.put(pairs[i].toString(), pairs[i + 1]);
    }
    out.println(JSON.writeValueAsString(object));
  }
}
