package vn.lachan.app.command;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.json.JsonMapper;
import vn.lachan.app.settings.Settings;
import vn.lachan.app.settings.SettingsCheck;

/** Looks at settings before a start meets them. */
final class SettingsCommand implements Command {
  private static final JsonMapper JSON = JsonMapper.shared();

  @Override
  public String summary() {
    return "settings check|list [--changed] [--json] [--settings FILE] [--set KEY=VALUE]";
  }

  @Override
  public int run(List<String> arguments, Commands.Output output) {
    try {
      Arguments given =
          Arguments.parse(arguments, PlatformArguments.names(), Set.of("changed", "json"));
      PlatformArguments platform = PlatformArguments.of(given);
      if (given.rest().size() != 1 || !List.of("check", "list").contains(given.rest().getFirst())) {
        throw new Arguments.UsageException(summary());
      }
      return switch (SettingsCheck.read(platform.files(), platform.settings())) {
        case SettingsCheck.Good(Settings settings) -> {
          if (given.rest().getFirst().equals("list")) {
            list(settings, given.flag("changed"), given.flag("json"), output);
          } else {
            output.out().println("thiết lập hợp lệ");
          }
          yield DONE;
        }
        case SettingsCheck.Bad(List<String> problems) -> {
          problems.forEach(output.err()::println);
          yield USAGE;
        }
      };
    } catch (Arguments.UsageException e) {
      output.err().println("lachan settings: " + e.getMessage());
      return USAGE;
    }
  }

  private static void list(
      Settings settings, boolean onlyChanged, boolean json, Commands.Output output) {
    for (SettingsCheck.Entry entry : SettingsCheck.entries(settings)) {
      if (onlyChanged && !entry.changed()) {
        continue;
      }
      if (json) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("key", entry.key());
        row.put("value", entry.value());
        row.put("changed", entry.changed());
        output.out().println(JSON.writeValueAsString(row));
      } else {
        output
            .out()
            .printf("%s %s = %s%n", entry.changed() ? "*" : " ", entry.key(), entry.value());
      }
    }
  }
}
