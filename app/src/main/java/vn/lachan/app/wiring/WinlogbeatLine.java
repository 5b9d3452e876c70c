package vn.lachan.app.wiring;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import vn.lachan.detection.evtx.EvtxItem;

/** An event of Windows as the line of JSON that Winlogbeat sends of it. */
final class WinlogbeatLine {
  private static final long AUDIT_SUCCESS = 0x0020_0000_0000_0000L;
  private static final long AUDIT_FAILURE = 0x0010_0000_0000_0000L;
  private static final List<String> LEVELS =
      List.of("information", "critical", "error", "warning", "information", "verbose");

  /** What has a place of its own, or is a number for which Winlogbeat sends a text. */
  private static final Set<String> PLACED =
      Set.of(
          "Provider_Name",
          "TimeCreated",
          "Execution_ProcessID",
          "Execution_ThreadID",
          "Security_UserID",
          "EventID",
          "Version",
          "Level",
          "Task",
          "Opcode",
          "EventRecordID",
          "Keywords",
          "Channel",
          "Computer",
          "RenderingInfo_Message",
          "RenderingInfo_Task",
          "RenderingInfo_Opcode");

  /** The tag of values without a name, which Winlogbeat numbers. */
  private static final String NAMELESS = "Data";

  private static final Pattern HEXADECIMAL = Pattern.compile("0x[0-9a-fA-F]{1,16}");

  private final Map<String, @Nullable Object> fields;

  private WinlogbeatLine(EvtxItem.Event event) {
    this.fields = event.fields();
  }

  /** The line of {@code event}, the same whichever file it was exported to. */
  static String of(EvtxItem.Event event) {
    return new WinlogbeatLine(event).line();
  }

  private String line() {
    Map<String, Object> winlog = new LinkedHashMap<>();
    put(winlog, "channel", "Channel");
    put(winlog, "computer_name", "Computer");
    put(winlog, "event_id", "EventID");
    put(winlog, "provider_name", "Provider_Name");
    put(winlog, "record_id", "EventRecordID");
    put(winlog, "version", "Version");
    put(winlog, "task", "RenderingInfo_Task");
    put(winlog, "opcode", "RenderingInfo_Opcode");
    String audit = audit();
    if (!audit.isEmpty()) {
      winlog.put("keywords", List.of(audit));
    }
    winlog.put("process", process());
    winlog.put("user", only("identifier", "Security_UserID"));
    winlog.put("event_data", data());

    Map<String, Object> line = new LinkedHashMap<>();
    put(line, "@timestamp", "TimeCreated");
    put(line, "message", "RenderingInfo_Message");
    line.put("event", only("code", "EventID"));
    line.put(
        "log", fields.get("Level") instanceof Long level ? Map.of("level", name(level)) : Map.of());
    line.put("winlog", winlog);
    return JsonMapper.shared().writeValueAsString(line);
  }

  private void put(Map<String, Object> into, String name, String field) {
    Object value = fields.get(field);
    if (value != null) {
      into.put(name, value);
    }
  }

  private Map<String, Object> only(String name, String field) {
    Map<String, Object> one = new LinkedHashMap<>();
    put(one, name, field);
    return one;
  }

  private Map<String, Object> process() {
    Map<String, Object> process = only("pid", "Execution_ProcessID");
    process.put("thread", only("id", "Execution_ThreadID"));
    return process;
  }

  /** Windows writes the outcome of an audit as one bit of the keywords. */
  private String audit() {
    if (!(fields.get("Keywords") instanceof String keywords)
        || !HEXADECIMAL.matcher(keywords).matches()) {
      return "";
    }
    long bits = Long.parseUnsignedLong(keywords.substring(2), 16);
    if ((bits & AUDIT_FAILURE) != 0) {
      return "Audit Failure";
    }
    return (bits & AUDIT_SUCCESS) != 0 ? "Audit Success" : "";
  }

  private static String name(long level) {
    return level >= 0 && level < LEVELS.size() ? LEVELS.get((int) level) : Long.toString(level);
  }

  private Map<String, Object> data() {
    Map<String, Object> data = new LinkedHashMap<>();
    fields.forEach((name, value) -> {
      if (value == null || PLACED.contains(name)) {
        return;
      }
      if (name.equals(NAMELESS)) {
        number(value instanceof List<?> list ? list : List.of(value), data);
      } else {
        data.put(name.replace(" ", ""), value);
      }
    });
    return data;
  }

  private static void number(List<?> values, Map<String, Object> data) {
    for (int i = 0; i < values.size(); i++) {
      data.put("param" + (i + 1), values.get(i));
    }
  }
}
