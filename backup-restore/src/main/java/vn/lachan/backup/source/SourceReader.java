package vn.lachan.backup.source;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import vn.lachan.backup.archive.Excludes;
import vn.lachan.backup.archive.Includes;

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
          "folders", Set.of("folders", "exclude", "include"),
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

  private final SourceValues values;

  private SourceReader(SourceValues values) {
    this.values = values;
  }

  private static Set<String> with(Set<String> some, String... more) {
    Set<String> all = new LinkedHashSet<>(some);
    all.addAll(List.of(more));
    return Set.copyOf(all);
  }

  /**
   * The source; empty when something is wrong with it.
   *
   * @param base folder that relative paths are taken from
   */
  public static Optional<BackupSource> read(Path base, Node node, Problems problems) {
    if (!(node instanceof MappingNode mapping)) {
      problems.add(node, "một nguồn là các cặp khoá: giá trị");
      return Optional.empty();
    }
    SourceValues values = new SourceValues(base, mapping, problems);
    String kind = values.text("kind");
    Set<String> known = KEYS.get(kind);
    if (known == null) {
      values.problem(
          values.at("kind"), "kind là một trong " + KEYS.keySet().stream().sorted().toList());
      return Optional.empty();
    }
    values.allow(known, kind);
    return new SourceReader(values).of(kind);
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
    List<Path> folders = values.paths("folders");
    List<String> excludes = values.texts("exclude");
    for (String pattern : excludes) {
      Excludes.problem(pattern)
          .ifPresent(reason ->
              values.problem(values.at("exclude"), "mẫu loại trừ sai: " + pattern + ": " + reason));
    }
    List<String> includes = values.texts("include");
    for (String pattern : includes) {
      Includes.problem(pattern)
          .ifPresent(reason ->
              values.problem(values.at("include"), "mẫu chỉ lấy sai: " + pattern + ": " + reason));
    }
    values.need("folders", !folders.isEmpty());
    return values.areGood()
        ? Optional.of(new BackupSource.Folders(folders, excludes, includes))
        : Optional.empty();
  }

  private Optional<BackupSource> postgres() {
    String id = id();
    BackupSource.PostgresServer server = server();
    List<String> databases = values.texts("databases");
    values.need("databases", databases.stream().noneMatch(String::isBlank) && !databases.isEmpty());
    long names = databases.stream().map(PostgresDumper::name).distinct().count();
    if (names != databases.size()) {
      values.problem(
          values.at("databases"), "hai cơ sở dữ liệu cho cùng một tên tệp: " + databases);
    }
    Optional<String> register = sql("register");
    Optional<String> newest = sql("newest");
    boolean rows = values.flag("rows", true);
    boolean required = values.flag("required", true);
    Duration longest = values.longest();
    return values.areGood()
        ? Optional.of(
            new BackupSource.PostgresDump(
                id, server, databases, rows, register, newest, longest, required))
        : Optional.empty();
  }

  private Optional<BackupSource> base() {
    String id = id();
    BackupSource.PostgresServer server = server();
    boolean wal =
        !values.choice("wal", "in-backup", Set.of("in-backup", "archive")).equals("archive");
    Optional<Path> staging = values.path("staging");
    boolean required = values.flag("required", true);
    Duration longest = values.longest();
    return values.areGood()
        ? Optional.of(new BackupSource.PostgresBase(id, server, wal, staging, longest, required))
        : Optional.empty();
  }

  private BackupSource.PostgresServer server() {
    String host = values.text("host").isBlank() ? "/var/run/postgresql" : values.text("host");
    if (host.startsWith("-")) {
      values.problem(values.at("host"), "host không hợp lệ: " + host);
    }
    int port = values.number("port", 5432, 1, 65_535);
    String user = values.text("user").isBlank() ? "postgres" : values.text("user");
    if (!values.text("run-as").isBlank()
        && !values.text("run-as").matches("[a-z_][a-z0-9_-]{0,31}")) {
      values.problem(
          values.at("run-as"),
          "run-as là tên người dùng của hệ điều hành: " + values.text("run-as"));
    }
    return new BackupSource.PostgresServer(
        host.startsWith("-") ? "localhost" : host,
        port,
        user,
        values.path("pass-file"),
        values.path("bin"),
        values.text("run-as"));
  }

  private Optional<BackupSource> command() {
    String id = id();
    String file = values.text("file");
    if (!FILE_NAME.matcher(file).matches()) {
      values.problem(values.at("file"), "file là tên một tệp, không có thư mục: " + file);
    }
    List<String> command = values.texts("command");
    values.need("command", !command.isEmpty() && !command.getFirst().isBlank());
    Set<Integer> codes = new LinkedHashSet<>();
    for (String code : values.has("exit-codes") ? values.texts("exit-codes") : List.of("0")) {
      if (code.matches("[0-9]{1,3}")) {
        codes.add(Integer.parseInt(code));
      } else {
        values.problem(values.at("exit-codes"), "mã thoát là số từ 0 đến 255: " + code);
      }
    }
    values.need("exit-codes", !codes.isEmpty());
    Optional<Path> environment = values.path("environment-file");
    Optional<Path> collect = values.path("collect");
    List<String> rows = values.texts("rows-command");
    List<String> register = values.texts("register-command");
    boolean required = values.flag("required", true);
    Duration longest = values.longest();
    return values.areGood()
        ? Optional.of(
            new BackupSource.Command(
                id, file, command, environment, codes, collect, rows, register, longest, required))
        : Optional.empty();
  }

  private Optional<BackupSource> quiesce() {
    String id = id();
    List<String> before = values.texts("before");
    List<String> after = values.texts("after");
    if (before.isEmpty() && after.isEmpty()) {
      values.problem("nguồn quiesce cần before hoặc after");
    }
    Duration longest = values.longest();
    return values.areGood()
        ? Optional.of(new BackupSource.Quiesce(id, before, after, longest))
        : Optional.empty();
  }

  private Optional<BackupSource> elasticsearch() {
    String id = id();
    Optional<URI> url = url();
    String repository = values.text("repository").isBlank() ? "lachan" : values.text("repository");
    if (!repository.matches("[a-z0-9][a-z0-9_-]{0,99}")) {
      values.problem(values.at("repository"), "repository gồm chữ thường, số, gạch: " + repository);
    }
    Optional<Path> location = values.path("location");
    values.need("location", location.isPresent());
    List<String> indices = values.has("indices") ? values.texts("indices") : List.of("*");
    int keep = values.number("keep", 3, 1, 1000);
    boolean required = values.flag("required", true);
    Duration longest = values.longest();
    if (!values.areGood() || url.isEmpty() || location.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new BackupSource.ElasticsearchSnapshot(
            id,
            url.get(),
            values.path("api-key-file"),
            values.path("ca-file"),
            repository,
            location.get(),
            indices,
            keep,
            longest,
            required));
  }

  private Optional<URI> url() {
    try {
      URI url = new URI(values.text("url"));
      boolean http = "https".equals(url.getScheme()) || "http".equals(url.getScheme());
      if (http && url.getHost() != null && url.getUserInfo() == null) {
        return Optional.of(url);
      }
    } catch (URISyntaxException e) {
      // named below, like any other text that is no address
    }
    values.problem(values.at("url"), "url là https://máy:cổng, không có tài khoản ở trong");
    return Optional.empty();
  }

  private Optional<BackupSource> platform() {
    String id = id();
    Optional<Path> data = values.path("data");
    Optional<Path> seal = values.path("seal-for");
    values.need("data", data.isPresent());
    values.need("seal-for", seal.isPresent());
    List<Path> files = values.paths("files");
    boolean own = values.choice("database", "own", Set.of("own", "server")).equals("own");
    boolean events = values.flag("events", false);
    return values.areGood() && data.isPresent() && seal.isPresent()
        ? Optional.of(new BackupSource.Platform(id, data.get(), files, seal.get(), own, events))
        : Optional.empty();
  }

  private String id() {
    String id = values.text("id");
    if (!ID.matcher(id).matches()) {
      values.problem(values.at("id"), "id của nguồn chỉ gồm chữ không dấu, số và gạch nối: " + id);
    }
    return id;
  }

  private Optional<String> sql(String key) {
    Optional<String> sql = Optional.of(values.text(key)).filter(t -> !t.isBlank());
    sql.flatMap(PsqlSession::problem)
        .ifPresent(reason -> values.problem(values.at(key), key + ": " + reason));
    return sql;
  }
}
