package vn.lachan.collector.parser;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What cron runs and crontab does: {@code (user) VERB (detail)}. */
final class CronMessages {
  private static final Pattern ACT =
      Pattern.compile("\\(([^()\\s]{1,64})\\) ([A-Z][A-Z ]{1,20}) \\((.*)\\)", Pattern.DOTALL);

  /** What is done to somebody's table, with its types. */
  private static final Map<String, Deed> TABLES =
      Map.of(
          "LIST", new Deed("crontab_listed", "access"),
          "BEGIN EDIT", new Deed("crontab_edit_begun", "access"),
          "END EDIT", new Deed("crontab_edit_ended", "access"),
          "REPLACE", new Deed("crontab_replaced", "change"),
          "DELETE", new Deed("crontab_deleted", "deletion"));

  private record Deed(String action, String type) {}

  private CronMessages() {}

  /** Reads a message of cron or crontab; false when it has no special meaning. */
  static boolean read(String message, EventDraft draft) {
    Matcher act = ACT.matcher(message);
    if (!act.matches()) {
      return false;
    }
    Deed deed = TABLES.get(act.group(2));
    if (deed != null) {
      LinuxAuthParser.meaning(draft, "configuration", deed.type, deed.action, "success");
      draft.put("user.target.name", act.group(3));
    } else if (act.group(2).equals("CMD")) {
      LinuxAuthParser.meaning(draft, "process", "start", "cron_command", "success");
      draft.put("process.command_line", act.group(3).strip());
    } else if (act.group(2).equals("CMDEND")) {
      LinuxAuthParser.meaning(draft, "process", "end", "cron_command", "success");
      draft.put("process.command_line", act.group(3).strip());
    } else {
      return false;
    }
    LinuxAuthParser.user(draft, act.group(1));
    return true;
  }
}
