package vn.lachan.backup.source;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import vn.lachan.backup.archive.Excludes;

/**
 * Reads one source of a plan and tells everything that is wrong with it, with the node it is at.
 * The keys of each kind are in {@code docs/huong-dan/van-hanh.md}.
 */
public final class SourceReader {

  /** Told of what is wrong, in Vietnamese. */
  public interface Problems {
    void add(Node at, String message);
  }

  private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9-]{0,63}");
  private static final Pattern FILE_NAME =
      Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{N}._-]{0,119}");
  private static final Set<String> POSTGRES =
      Set.of("host", "port", "user", "pass-file", "bin", "run-as", "longest", "required");
  private static final Map<String, Set<String>> KEYS =
      Map.of(
          "folders", Set.of("folders", "exclude"),
          "postgres", with(POSTGRES, "databases", "rows", "register", "newest"),
          "postgres-base", with(POSTGRES, "wal", "staging"),
          "command",
              Set.of(
                  "file",
                  "command",
                  "environment-file",
                  "exit-codes",
                  "collect",
                  "rows-command",
                  "register-command",
                  "longest",
                  "required"),
          "quiesce", Set.of("before", "after", "longest"),
          "elasticsearch",
              Set.of(
                  "url",
                  "api-key-file",
                  "ca-file",
                  "repository",
                  "location",
                  "indices",
                  "keep",
                  "longest",
                  "required"),
          "platform", Set.of("data", "files", "seal-for", "database", "events"));
  private static final Duration LONGEST = Duration.ofHours(12);

  private final Path base;
  private final Node node;
  private final Problems problems;
  private final Map<String, Node> values = new HashMap<>();
  private boolean good = true;

  /**
   * @param base folder that relative paths are taken from
   */
  public SourceReader(Path base, Node node, Problems problems) {
    this.base = base;
    this.node = node;
    this.problems = problems;
  }

  private static Set<String> with(Set<String> some, String... more) {
    Set<String> all = new LinkedHashSet<>(some);
    all.addAll(List.of(more));
    return Set.copyOf(all);
  }

  /** The source; empty when something is wrong with it. */
  public Optional<BackupSource> read() {
    if (!(node instanceof MappingNode mapping)) {
      problem(node, "một nguồn là các cặp khoá: giá trị");
      return Optional.empty();
    }
    for (NodeTuple tuple : mapping.getValue()) {
      String key = tuple.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "";
      values.put(key, tuple.getValueNode());
    }
    String kind = text("kind");
    Set<String> known = KEYS.get(kind);
    if (known == null) {
      problem(at("kind"), "kind là một trong " + KEYS.keySet().stream().sorted().toList());
      return Optional.empty();
    }
    for (NodeTuple tuple : mapping.getValue()) {
      String key = tuple.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "";
      if (!key.equals("kind") && !key.equals("id") && !known.contains(key)) {
        problem(tuple.getKeyNode(), "khoá không biết của nguồn " + kind + ": " + key);
      }
    }
    return of(kind);
  }

  private Optional<BackupSource> of(String kind) {
    return switch (kind) {
      case "folders" -> folders();
      case "postgres" -> postgres();
      case "postgres-base" -> base();
      case "command" -> command();
      case "quiesce" -> quiesce();
      case "elasticsearch" -> elasticsearch();
      default -> platform();
    };
  }

  private Optional<BackupSource> folders() {
    List<Path> folders = paths("folders");
    List<String> excludes = texts("exclude");
    for (String pattern : excludes) {
      Excludes.problem(pattern)
          .ifPresent(
              reason -> problem(at("exclude"), "mẫu loại trừ sai: " + pattern + ": " + reason));
    }
    need("folders", !folders.isEmpty());
    return good ? Optional.of(new BackupSource.Folders(folders, excludes)) : Optional.empty();
  }

  private Optional<BackupSource> postgres() {
    String id = id();
    BackupSource.PostgresServer server = server();
    List<String> databases = texts("databases");
    need("databases", databases.stream().noneMatch(String::isBlank) && !databases.isEmpty());
    long names = databases.stream().map(PostgresDumper::name).distinct().count();
    if (names != databases.size()) {
      problem(at("databases"), "hai cơ sở dữ liệu cho cùng một tên tệp: " + databases);
    }
    Optional<String> register = sql("register");
    Optional<String> newest = sql("newest");
    boolean rows = flag("rows", true);
    boolean required = flag("required", true);
    Duration longest = longest();
    return good
        ? Optional.of(
            new BackupSource.PostgresDump(
                id, server, databases, rows, register, newest, longest, required))
        : Optional.empty();
  }

  private Optional<BackupSource> base() {
    String id = id();
    BackupSource.PostgresServer server = server();
    boolean wal = !choice("wal", "in-backup", Set.of("in-backup", "archive")).equals("archive");
    Optional<Path> staging = path("staging");
    boolean required = flag("required", true);
    Duration longest = longest();
    return good
        ? Optional.of(new BackupSource.PostgresBase(id, server, wal, staging, longest, required))
        : Optional.empty();
  }

  private BackupSource.PostgresServer server() {
    String host = text("host").isBlank() ? "/var/run/postgresql" : text("host");
    if (host.startsWith("-")) {
      problem(at("host"), "host không hợp lệ: " + host);
    }
    int port = number("port", 5432, 1, 65_535);
    String user = text("user").isBlank() ? "postgres" : text("user");
    if (!text("run-as").isBlank() && !text("run-as").matches("[a-z_][a-z0-9_-]{0,31}")) {
      problem(at("run-as"), "run-as là tên người dùng của hệ điều hành: " + text("run-as"));
    }
    return new BackupSource.PostgresServer(
        host.startsWith("-") ? "localhost" : host,
        port,
        user,
        path("pass-file"),
        path("bin"),
        text("run-as"));
  }

  private Optional<BackupSource> command() {
    String id = id();
    String file = text("file");
    if (!FILE_NAME.matcher(file).matches()) {
      problem(at("file"), "file là tên một tệp, không có thư mục: " + file);
    }
    List<String> command = texts("command");
    need("command", !command.isEmpty() && !command.getFirst().isBlank());
    Set<Integer> codes = new LinkedHashSet<>();
    for (String code : values.containsKey("exit-codes") ? texts("exit-codes") : List.of("0")) {
      if (code.matches("[0-9]{1,3}")) {
        codes.add(Integer.parseInt(code));
      } else {
        problem(at("exit-codes"), "mã thoát là số từ 0 đến 255: " + code);
      }
    }
    need("exit-codes", !codes.isEmpty());
    Optional<Path> environment = path("environment-file");
    Optional<Path> collect = path("collect");
    List<String> rows = texts("rows-command");
    List<String> register = texts("register-command");
    boolean required = flag("required", true);
    Duration longest = longest();
    return good
        ? Optional.of(
            new BackupSource.Command(
                id, file, command, environment, codes, collect, rows, register, longest, required))
        : Optional.empty();
  }

  private Optional<BackupSource> quiesce() {
    String id = id();
    List<String> before = texts("before");
    List<String> after = texts("after");
    if (before.isEmpty() && after.isEmpty()) {
      problem(node, "nguồn quiesce cần before hoặc after");
    }
    Duration longest = longest();
    return good
        ? Optional.of(new BackupSource.Quiesce(id, before, after, longest))
        : Optional.empty();
  }

  private Optional<BackupSource> elasticsearch() {
    String id = id();
    Optional<URI> url = url();
    String repository = text("repository").isBlank() ? "lachan" : text("repository");
    if (!repository.matches("[a-z0-9][a-z0-9_-]{0,99}")) {
      problem(at("repository"), "repository gồm chữ thường, số, gạch: " + repository);
    }
    Optional<Path> location = path("location");
    need("location", location.isPresent());
    List<String> indices = values.containsKey("indices") ? texts("indices") : List.of("*");
    int keep = number("keep", 3, 1, 1000);
    boolean required = flag("required", true);
    Duration longest = longest();
    if (!good || url.isEmpty() || location.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new BackupSource.ElasticsearchSnapshot(
            id,
            url.get(),
            path("api-key-file"),
            path("ca-file"),
            repository,
            location.get(),
            indices,
            keep,
            longest,
            required));
  }

  private Optional<URI> url() {
    try {
      URI url = new URI(text("url"));
      boolean http = "https".equals(url.getScheme()) || "http".equals(url.getScheme());
      if (http && url.getHost() != null && url.getUserInfo() == null) {
        return Optional.of(url);
      }
    } catch (URISyntaxException e) {
      // named below, like any other text that is no address
    }
    problem(at("url"), "url là https://máy:cổng, không có tài khoản ở trong");
    return Optional.empty();
  }

  private Optional<BackupSource> platform() {
    String id = id();
    Optional<Path> data = path("data");
    Optional<Path> seal = path("seal-for");
    need("data", data.isPresent());
    need("seal-for", seal.isPresent());
    List<Path> files = paths("files");
    boolean own = choice("database", "own", Set.of("own", "server")).equals("own");
    boolean events = flag("events", false);
    return good && data.isPresent() && seal.isPresent()
        ? Optional.of(new BackupSource.Platform(id, data.get(), files, seal.get(), own, events))
        : Optional.empty();
  }

  private String id() {
    String id = text("id");
    if (!ID.matcher(id).matches()) {
      problem(at("id"), "id của nguồn chỉ gồm chữ không dấu, số và gạch nối: " + id);
    }
    return id;
  }

  private Duration longest() {
    String text = text("longest").strip().toLowerCase(Locale.ROOT);
    if (text.isEmpty()) {
      return LONGEST;
    }
    try {
      if (text.matches("[0-9]{1,6}[smhd]")) {
        Duration longest = Duration.parse(text.endsWith("d") ? "P" + text : "PT" + text);
        if (longest.isPositive()) {
          return longest;
        }
      }
    } catch (DateTimeException e) {
      // named below
    }
    problem(at("longest"), "longest là một khoảng thời gian như 30m, 6h: " + text);
    return LONGEST;
  }

  private Optional<String> sql(String key) {
    Optional<String> sql = Optional.of(text(key)).filter(t -> !t.isBlank());
    sql.flatMap(PsqlSession::problem).ifPresent(reason -> problem(at(key), key + ": " + reason));
    return sql;
  }

  private boolean flag(String key, boolean unless) {
    return choice(key, Boolean.toString(unless), Set.of("true", "false")).equals("true");
  }

  private String choice(String key, String unless, Set<String> allowed) {
    String text = text(key).isBlank() ? unless : text(key).strip();
    if (!allowed.contains(text)) {
      problem(at(key), key + " là một trong " + allowed.stream().sorted().toList() + ": " + text);
    }
    return text;
  }

  private int number(String key, int unless, int least, int most) {
    String text = text(key).strip();
    if (text.isEmpty()) {
      return unless;
    }
    int number = text.matches("[0-9]{1,9}") ? Integer.parseInt(text) : -1;
    if (number < least || number > most) {
      problem(at(key), key + " là số từ " + least + " đến " + most + ": " + text);
      return unless;
    }
    return number;
  }

  private void need(String key, boolean there) {
    if (!there) {
      problem(at(key), values.containsKey(key) ? key + " không được trống" : "thiếu khoá " + key);
    }
  }

  private void problem(Node at, String message) {
    good = false;
    problems.add(at, message);
  }

  private Node at(String key) {
    return values.getOrDefault(key, node);
  }

  private String text(String key) {
    Node value = values.get(key);
    if (value == null) {
      return "";
    }
    if (value instanceof ScalarNode scalar) {
      return scalar.getValue();
    }
    problem(value, key + " phải là một giá trị, không phải danh sách");
    return "";
  }

  private List<String> texts(String key) {
    Node value = values.get(key);
    if (value == null) {
      return List.of();
    }
    if (!(value instanceof SequenceNode sequence)) {
      problem(value, key + " phải là một danh sách");
      return List.of();
    }
    List<String> texts = new ArrayList<>();
    for (Node item : sequence.getValue()) {
      if (item instanceof ScalarNode scalar) {
        texts.add(scalar.getValue());
      } else {
        problem(item, key + " chỉ gồm các giá trị đơn");
      }
    }
    return texts;
  }

  private Optional<Path> path(String key) {
    return text(key).isBlank() ? Optional.empty() : resolve(key, text(key));
  }

  private List<Path> paths(String key) {
    return texts(key).stream().flatMap(text -> resolve(key, text).stream()).toList();
  }

  private Optional<Path> resolve(String key, String text) {
    try {
      return Optional.of(base.resolve(text).normalize());
    } catch (InvalidPathException e) {
      problem(at(key), "đường dẫn không hợp lệ: " + text);
      return Optional.empty();
    }
  }
}
