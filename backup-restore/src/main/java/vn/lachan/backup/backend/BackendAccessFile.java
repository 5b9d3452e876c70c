package vn.lachan.backup.backend;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * The file that says how a place is reached. Every key is optional; secrets are in files of their
 * own, which nobody else may read.
 *
 * <pre>
 * user: sao-luu                      # REST, SFTP
 * password-file: kho.password        # REST, SFTP
 * token-file: kho.token              # REST, instead of account and password
 * key-file: id_ed25519               # SFTP
 * known-hosts: known_hosts           # SFTP, needed there
 * ca-file: ca.pem                    # REST, S3
 * access-key: AKIA...                # S3
 * secret-key-file: s3.secret         # S3
 * region: us-east-1                  # S3
 * object-lock: {mode: COMPLIANCE, retention: 30d}
 * rates:                             # the first that fits counts; days begin with T2, Monday
 *   - {days: T2-T6, from: "07:00", to: "17:30", rate: 2MB}
 * connections: 4
 * connect-timeout: 10s
 * timeout: 1m
 * attempts: 6
 * </pre>
 *
 * <p>Paths are taken from the folder of the file.
 */
public final class BackendAccessFile {

  /** What a file says. */
  public sealed interface Result {

    /** It makes sense. */
    record Read(BackendAccess access) implements Result {}

    /** It does not; {@code problems} are lines in Vietnamese that begin with the line's number. */
    record Refused(List<String> problems) implements Result {
      public Refused {
        problems = List.copyOf(problems);
      }
    }
  }

  private static final Set<String> KEYS =
      Set.of(
          "user",
          "password-file",
          "token-file",
          "key-file",
          "known-hosts",
          "ca-file",
          "access-key",
          "secret-key-file",
          "region",
          "object-lock",
          "rates",
          "connections",
          "connect-timeout",
          "timeout",
          "attempts");

  private final Path file;
  private final List<String> problems = new ArrayList<>();

  private BackendAccessFile(Path file) {
    this.file = file.toAbsolutePath().normalize();
  }

  /** Reads {@code file}; one that cannot be read is a problem, never an exception. */
  public static Result read(Path file) {
    BackendAccessFile reader = new BackendAccessFile(file);
    BackendAccess access = reader.read();
    return reader.problems.isEmpty()
        ? new Result.Read(access)
        : new Result.Refused(reader.problems);
  }

  private BackendAccess read() {
    try {
      LoaderOptions options = new LoaderOptions();
      options.setAllowDuplicateKeys(false);
      String text = Files.readString(file, StandardCharsets.UTF_8);
      Node root = new Yaml(options).compose(new StringReader(text));
      return root == null ? BackendAccess.NONE : access(values(root, KEYS));
    } catch (MarkedYAMLException e) {
      int line = e.getProblemMark() == null ? 1 : e.getProblemMark().getLine() + 1;
      problems.add(line + ": YAML không đúng cú pháp: " + e.getProblem());
    } catch (IOException e) {
      problems.add("0: không đọc được tệp " + file + ": " + e.getClass().getSimpleName());
    }
    return BackendAccess.NONE;
  }

  private void problem(Node at, String message) {
    problems.add(at.getStartMark().getLine() + 1 + ": " + message);
  }

  private Map<String, Node> values(Node node, Set<String> known) {
    Map<String, Node> values = new HashMap<>();
    if (!(node instanceof MappingNode mapping)) {
      problem(node, "cần các cặp khoá: giá trị");
      return values;
    }
    for (NodeTuple tuple : mapping.getValue()) {
      String key = tuple.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "";
      if (known.contains(key)) {
        values.put(key, tuple.getValueNode());
      } else {
        problem(tuple.getKeyNode(), "khoá không biết: " + key);
      }
    }
    return values;
  }

  private BackendAccess access(Map<String, Node> values) {
    TransferSettings usual = TransferSettings.DEFAULT;
    RetrySettings retry = usual.retry();
    return new BackendAccess(
        text(values, "user", ""),
        path(values, "password-file"),
        path(values, "token-file"),
        path(values, "key-file"),
        path(values, "known-hosts"),
        path(values, "ca-file"),
        text(values, "access-key", ""),
        path(values, "secret-key-file"),
        text(values, "region", BackendAccess.NONE.region()),
        objectLock(values.get("object-lock")),
        rates(values.get("rates")),
        new TransferSettings(
            number(values, "connections", usual.connections()),
            duration(values, "connect-timeout", usual.connectTimeout()),
            duration(values, "timeout", usual.timeout()),
            usual.slowestRate(),
            new RetrySettings(
                number(values, "attempts", retry.attempts()), retry.first(), retry.longest())));
  }

  private String text(Map<String, Node> values, String key, String otherwise) {
    Node node = values.get(key);
    if (node == null) {
      return otherwise;
    }
    if (node instanceof ScalarNode scalar && !scalar.getValue().isBlank()) {
      return scalar.getValue().strip();
    }
    problem(node, key + " phải là một giá trị");
    return otherwise;
  }

  private @Nullable Path path(Map<String, Node> values, String key) {
    Node node = values.get(key);
    String text = text(values, key, "");
    if (node == null || text.isEmpty()) {
      return null;
    }
    try {
      return file.resolveSibling(text).normalize();
    } catch (InvalidPathException e) {
      problem(node, "đường dẫn không hợp lệ: " + text);
      return null;
    }
  }

  private int number(Map<String, Node> values, String key, int otherwise) {
    Node node = values.get(key);
    String text = text(values, key, "");
    if (node == null || text.matches("[1-9][0-9]{0,4}")) {
      return node == null ? otherwise : Integer.parseInt(text);
    }
    problem(node, key + " là một số từ 1: " + text);
    return otherwise;
  }

  private Duration duration(Map<String, Node> values, String key, Duration otherwise) {
    Node node = values.get(key);
    String text = text(values, key, "").toLowerCase(Locale.ROOT);
    if (node == null) {
      return otherwise;
    }
    if (text.matches("[1-9][0-9]{0,8}[smhd]")) {
      return Duration.parse(text.endsWith("d") ? "P" + text : "PT" + text);
    }
    problem(node, key + " là một khoảng thời gian như 30s, 5m hoặc 30d: " + text);
    return otherwise;
  }

  private @Nullable ObjectLockSettings objectLock(@Nullable Node node) {
    if (node == null) {
      return null;
    }
    Map<String, Node> values = values(node, Set.of("mode", "retention"));
    String mode = text(values, "mode", "").toUpperCase(Locale.ROOT);
    Duration retention = duration(values, "retention", Duration.ZERO);
    if (!mode.equals("COMPLIANCE") && !mode.equals("GOVERNANCE")) {
      problem(node, "object-lock cần mode: COMPLIANCE hoặc GOVERNANCE");
      return null;
    }
    if (!retention.isPositive()) {
      problem(node, "object-lock cần retention, ví dụ 30d");
      return null;
    }
    return new ObjectLockSettings(ObjectLockSettings.Mode.valueOf(mode), retention);
  }

  private List<RateWindow> rates(@Nullable Node node) {
    List<RateWindow> windows = new ArrayList<>();
    if (node == null) {
      return windows;
    }
    if (!(node instanceof SequenceNode list)) {
      problem(node, "rates phải là một danh sách");
      return windows;
    }
    for (Node item : list.getValue()) {
      RateWindow window = window(item);
      if (window != null) {
        windows.add(window);
      }
    }
    return windows;
  }

  private @Nullable RateWindow window(Node node) {
    Map<String, Node> values = values(node, Set.of("days", "from", "to", "rate"));
    Set<DayOfWeek> days = WeekDays.parse(text(values, "days", "T2-CN"));
    long rate = rate(text(values, "rate", ""));
    if (days.isEmpty()) {
      problem(node, "days là T2 đến T7, CN, hoặc một khoảng như T2-T6");
    } else if (rate < 1) {
      problem(node, "rate là số byte mỗi giây như 500KB hoặc 2MB");
    } else {
      try {
        LocalTime from = LocalTime.parse(text(values, "from", "00:00"));
        LocalTime to = LocalTime.parse(text(values, "to", "00:00"));
        return new RateWindow(days, from, to, rate);
      } catch (DateTimeException e) {
        problem(node, "from và to là giờ như \"07:00\"");
      }
    }
    return null;
  }

  private static long rate(String text) {
    if (!text.toUpperCase(Locale.ROOT).matches("[1-9][0-9]{0,8}(KB|MB)?")) {
      return 0;
    }
    long number = Long.parseLong(text.replaceAll("\\D", ""));
    String upper = text.toUpperCase(Locale.ROOT);
    return number * (upper.endsWith("MB") ? 1 << 20 : upper.endsWith("KB") ? 1 << 10 : 1);
  }
}
