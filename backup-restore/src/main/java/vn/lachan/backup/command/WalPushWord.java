package vn.lachan.backup.command;

import java.nio.file.Path;
import java.time.Duration;
import vn.lachan.backup.WalArchive;

/**
 * Keeps one file of PostgreSQL's log: {@code archive_command = 'lachan backup wal-push ... %p'}.
 * Exit 0 only when it is durable.
 */
final class WalPushWord implements Word {

  static final Duration KEEP = Duration.ofDays(35);

  @Override
  public Accepted accepted() {
    return Accepted.of(1, "keep", "source");
  }

  @Override
  public int run(Call call) {
    Path file = Call.path(call.given().word(0, "tệp WAL"));
    WalArchive archive =
        new WalArchive(call.place(), source(call.given()), keep(call.given()), call.clock());
    return switch (archive.push(file)) {
      case WalArchive.Pushed.Stored(String snapshot, boolean already) -> {
        call.output()
            .write(
                file.getFileName() + (already ? ": đã có sẵn" : ": đã lưu"),
                "file",
                String.valueOf(file.getFileName()),
                "snapshot",
                snapshot,
                "already",
                already);
        yield 0;
      }
      case WalArchive.Pushed.Refused(String reason) -> {
        call.complain(reason);
        yield 1;
      }
    };
  }

  static String source(CommandArguments given) {
    String source = given.required("source");
    if (!source.matches("[A-Za-z0-9][A-Za-z0-9-]{0,63}")) {
      throw new WrongUsageException("--source chỉ gồm chữ không dấu, số và gạch nối: " + source);
    }
    return source;
  }

  static Duration keep(CommandArguments given) {
    String text = given.first("keep").orElse("");
    if (text.isEmpty()) {
      return KEEP;
    }
    if (!text.matches("[1-9][0-9]{0,4}d")) {
      throw new WrongUsageException("--keep là số ngày như 35d: " + text);
    }
    return Duration.ofDays(Long.parseLong(text.substring(0, text.length() - 1)));
  }
}
