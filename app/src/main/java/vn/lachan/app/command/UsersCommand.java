package vn.lachan.app.command;

import java.io.Console;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import vn.lachan.app.Platform;
import vn.lachan.app.PlatformFailedException;
import vn.lachan.app.security.Account;
import vn.lachan.app.security.AccountException;
import vn.lachan.app.security.Accounts;
import vn.lachan.app.security.Role;
import vn.lachan.audit.Actor;

/**
 * The people who may sign in, from the machine itself: for the day nobody can. Whoever runs it may
 * read the platform's files anyway; what is changed is in the audit trail under the account of the
 * operating system. The platform must be stopped.
 */
final class UsersCommand implements Command {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final String PASSWORD = "LACHAN_PASSWORD";
  private static final String USAGE_LINE =
      "users list | add NAME --full-name TEXT --unit CODE --role ROLE... | reset NAME | unlock NAME"
          + " | enable NAME | disable NAME, with [--data FOLDER] [--settings FILE]"
          + " [--password-file FILE] [--json]";

  private final Map<String, String> environment;

  /**
   * @param environment where {@code LACHAN_PASSWORD} may be
   */
  UsersCommand(Map<String, String> environment) {
    this.environment = Map.copyOf(environment);
  }

  @Override
  public String summary() {
    return USAGE_LINE.substring(0, USAGE_LINE.indexOf(", with"));
  }

  @Override
  public int run(List<String> arguments, Commands.Output output) {
    try {
      Arguments given =
          Arguments.parse(
              arguments,
              PlatformArguments.names("full-name", "unit", "role", "password-file"),
              Set.of("json"));
      PlatformArguments platform = PlatformArguments.of(given);
      if (given.rest().isEmpty()) {
        throw new Arguments.UsageException(USAGE_LINE);
      }
      if (!Files.isDirectory(platform.data())) {
        throw new Arguments.UsageException(
            "không có thư mục dữ liệu " + platform.data() + "; chỉ ra bằng --data");
      }
      try (Platform.Resting resting =
          Platform.resting(platform.data(), platform.settings(), platform.files())) {
        return act(given, resting.get(Accounts.class), output);
      }
    } catch (Arguments.UsageException | PlatformFailedException | IOException e) {
      output.err().println("lachan users: " + e.getMessage());
      return USAGE;
    } catch (AccountException e) {
      output.err().println("lachan users: " + e.getMessage());
      return PROBLEM;
    }
  }

  private int act(Arguments given, Accounts accounts, Commands.Output output) throws IOException {
    String word = given.rest().getFirst();
    if (word.equals("list")) {
      list(accounts, given.flag("json"), output);
      return DONE;
    }
    if (given.rest().size() != 2) {
      throw new Arguments.UsageException(USAGE_LINE);
    }
    String name = given.rest().get(1);
    Actor by = operator();
    switch (word) {
      case "add" ->
          accounts.create(
              by,
              name,
              given.option("full-name").orElse(name),
              given.option("unit").orElseThrow(() -> missing("unit")),
              roles(given.all("role")),
              password(given));
      case "reset" -> accounts.resetPassword(by, name, password(given));
      case "unlock" -> accounts.unlock(by, name);
      case "enable" -> switchTo(accounts, by, name, true);
      case "disable" -> switchTo(accounts, by, name, false);
      default -> throw new Arguments.UsageException("không có lệnh " + word + "; " + USAGE_LINE);
    }
    output.out().println(name + ": đã xong");
    return DONE;
  }

  private static void switchTo(Accounts accounts, Actor by, String name, boolean enabled) {
    Account account =
        accounts
            .find(name)
            .orElseThrow(() -> new Arguments.UsageException("không có tài khoản " + name));
    accounts.change(by, name, account.fullName(), account.unit(), account.roles(), enabled);
  }

  private static void list(Accounts accounts, boolean json, Commands.Output output) {
    for (Account account : accounts.all()) {
      if (json) {
        output.out().println(JSON.writeValueAsString(row(account)));
      } else {
        output
            .out()
            .printf(
                "%-24s %-28s %-16s %-40s %s%n",
                account.account(),
                account.fullName(),
                account.unit(),
                names(account.roles()),
                account.enabled() ? "" : "đã khóa");
      }
    }
  }

  private static Map<String, @Nullable Object> row(Account account) {
    Map<String, @Nullable Object> row = new LinkedHashMap<>();
    row.put("account", account.account());
    row.put("full_name", account.fullName());
    row.put("unit", account.unit());
    row.put("roles", account.roles().stream().map(Role::name).sorted().toList());
    row.put("enabled", account.enabled());
    row.put("second_factor", account.secondFactor());
    row.put("locked_until", text(account.lockedUntil()));
    row.put("last_login", text(account.lastLogin()));
    return row;
  }

  private static @Nullable String text(@Nullable Object value) {
    return value == null ? null : value.toString();
  }

  private static String names(Set<Role> roles) {
    return roles.stream().map(Role::name).sorted().collect(Collectors.joining(","));
  }

  private static Set<Role> roles(List<String> names) {
    Set<Role> roles = EnumSet.noneOf(Role.class);
    for (String name : names) {
      try {
        roles.add(Role.valueOf(name.toUpperCase(Locale.ROOT)));
      } catch (IllegalArgumentException _) {
        throw new Arguments.UsageException(
            "không có vai trò " + name + "; các vai trò: " + names(EnumSet.allOf(Role.class)));
      }
    }
    return roles;
  }

  /** From a file, the environment or the terminal; never an argument, which others can see. */
  private String password(Arguments given) throws IOException {
    Optional<String> file = given.option("password-file");
    if (file.isPresent()) {
      return Files.readString(Path.of(file.get()), StandardCharsets.UTF_8).strip();
    }
    String fromEnvironment = environment.get(PASSWORD);
    if (fromEnvironment != null) {
      return fromEnvironment;
    }
    Console console = Objects.requireNonNull(System.console(), "since JDK 22");
    char[] typed = console.isTerminal() ? console.readPassword("Mật khẩu: ") : null;
    if (typed == null) {
      throw new Arguments.UsageException(
          "cần mật khẩu: --password-file TỆP, biến môi trường "
              + PASSWORD
              + ", hoặc gõ tại màn hình dòng lệnh");
    }
    return new String(typed);
  }

  private static Arguments.UsageException missing(String option) {
    return new Arguments.UsageException("thiếu --" + option);
  }

  private static Actor operator() {
    return new Actor("os:" + System.getProperty("user.name", "unknown"), "", List.of("system"));
  }
}
