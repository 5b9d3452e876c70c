package vn.lachan.backup.source;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Takes what any dump program writes. */
final class CommandDump {

  private static final JsonMapper JSON = new JsonMapper();
  private static final int LARGEST_ENVIRONMENT = 64 * 1024;

  private final BackupSource.Command source;

  CommandDump(BackupSource.Command source) {
    this.source = source;
  }

  void run(SourceCapture to) {
    Map<String, String> environment = environment();
    ProcessCall.Ended<DumpSink.Taken> ended =
        source.collect().isPresent()
            ? collected(source.collect().get(), environment, to)
            : new ProcessCall(source.command(), environment, source.longest())
                .stream(source.exitCodes(), content -> to.take(source.file(), content));
    DumpSink.Taken taken = ended.value();
    if (taken.bytes() == 0) {
      throw new SourceException(Tools.shortName(source.command()) + " không ghi ra gì");
    }
    Map<String, Long> rows =
        source.rowsCommand().isEmpty() ? Map.of() : rows(text(source.rowsCommand(), environment));
    OptionalLong register =
        source.registerCommand().isEmpty()
            ? OptionalLong.empty()
            : OptionalLong.of(register(source.longest()));
    to.add(
        new DumpRecord(
            to.path(source.file()),
            "",
            taken.bytes(),
            taken.sha256(),
            ended.exit(),
            rows,
            OptionalLong.empty(),
            register,
            Optional.empty()));
  }

  /** What the program that counts the register says, if it does within {@code longest}. */
  long register(Duration longest) {
    Duration patience = longest.compareTo(source.longest()) < 0 ? longest : source.longest();
    return number(new ProcessCall(source.registerCommand(), environment(), patience).text());
  }

  private Map<String, String> environment() {
    return source.environmentFile().map(CommandDump::environment).orElse(Map.of());
  }

  private String text(List<String> command, Map<String, String> environment) {
    return new ProcessCall(command, environment, source.longest()).text();
  }

  /** The program writes a file of its own: it must be fresh, else an old dump would be taken. */
  private ProcessCall.Ended<DumpSink.Taken> collected(
      Path file, Map<String, String> environment, SourceCapture to) {
    try {
      Path marker = Files.createTempFile("lachan", ".moc");
      FileTime began = Files.getLastModifiedTime(marker); // the file system's clock, not ours
      Files.delete(marker);
      int exit;
      try (ChildProcess process =
          ChildProcess.start(source.command(), environment, source.longest())) {
        process.input().close();
        process.rawOutput().transferTo(OutputStream.nullOutputStream());
        exit = process.exit();
        if (!source.exitCodes().contains(exit)) {
          throw new SourceException(process.failure(exit));
        }
      }
      if (!Files.isRegularFile(file)) {
        throw new SourceException("lệnh đã chạy xong nhưng không có tệp " + file);
      }
      if (Files.getLastModifiedTime(file).compareTo(began) < 0) {
        throw new SourceException("tệp " + file + " là bản cũ, lệnh không ghi lại nó");
      }
      try (InputStream content = Files.newInputStream(file)) {
        return new ProcessCall.Ended<>(to.take(source.file(), content), exit);
      }
    } catch (IOException e) {
      throw new SourceException("không đọc được " + file + ": " + e.getMessage(), e);
    }
  }

  /** Reads {@code NAME=value} lines; the file must be its owner's alone. */
  static Map<String, String> environment(Path file) {
    try {
      Set<PosixFilePermission> open = EnumSet.noneOf(PosixFilePermission.class);
      open.addAll(Files.getPosixFilePermissions(file));
      open.removeAll(
          EnumSet.of(
              PosixFilePermission.OWNER_READ,
              PosixFilePermission.OWNER_WRITE,
              PosixFilePermission.OWNER_EXECUTE));
      if (!open.isEmpty()) {
        throw new SourceException(
            "tệp môi trường " + file + " mở cho người khác; chạy: chmod 600 " + file);
      }
      if (Files.size(file) > LARGEST_ENVIRONMENT) {
        throw new SourceException("tệp môi trường " + file + " quá lớn");
      }
      Map<String, String> environment = new TreeMap<>();
      List<String> lines = Files.readAllLines(file, StandardCharsets.UTF_8);
      for (int i = 0; i < lines.size(); i++) {
        String line = lines.get(i).strip();
        int equals = line.indexOf('=');
        if (equals > 0 && line.substring(0, equals).matches("[A-Za-z_][A-Za-z0-9_]*")) {
          environment.put(line.substring(0, equals), line.substring(equals + 1));
        } else if (!line.isEmpty() && !line.startsWith("#")) {
          throw new SourceException(file + ":" + (i + 1) + ": cần TÊN=giá trị");
        }
      }
      return environment;
    } catch (IOException e) {
      throw new SourceException(
          "không đọc được tệp môi trường " + file + ": " + e.getClass().getSimpleName(), e);
    }
  }

  /** {@code table count} lines, or one JSON object. */
  static Map<String, Long> rows(String text) {
    if (text.strip().startsWith("{")) {
      return jsonRows(text);
    }
    Map<String, Long> rows = new TreeMap<>();
    for (String line : text.lines().map(String::strip).filter(l -> !l.isEmpty()).toList()) {
      int space = Math.max(line.lastIndexOf(' '), line.lastIndexOf('\t'));
      if (space < 0) {
        throw new SourceException("lệnh đếm dòng in ra dòng không phải \"bảng số\": " + line);
      }
      rows.put(line.substring(0, space).strip(), number(line.substring(space + 1)));
    }
    return rows;
  }

  private static Map<String, Long> jsonRows(String text) {
    try {
      Map<String, Long> rows = new TreeMap<>();
      JsonNode root = JSON.readTree(text);
      root.properties()
          .forEach(entry -> {
            if (!entry.getValue().canConvertToLong()) {
              throw new SourceException("số dòng của bảng " + entry.getKey() + " không phải số");
            }
            rows.put(entry.getKey(), entry.getValue().asLong());
          });
      return rows;
    } catch (JacksonException e) {
      throw new SourceException("lệnh đếm dòng in ra JSON hỏng", e);
    }
  }

  private static long number(String text) {
    try {
      return Long.parseLong(text.strip());
    } catch (NumberFormatException e) {
      throw new SourceException("lệnh đếm không in ra một số: " + text, e);
    }
  }
}
