package vn.lachan.backup;

import java.nio.file.Path;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import vn.lachan.audit.Actor;
import vn.lachan.audit.AuditEntry;

/**
 * What {@code lachan backup} did while no audit trail could be reached: {@code commands.ndjson} in
 * the history folder. A platform that uses the folder takes it over into its trail.
 *
 * <p>Whoever may run the command there may also remove the file; it is a record, not a guard.
 */
public final class CommandLog {

  record Line(
      @Nullable String at,
      @Nullable String actor,
      @Nullable String action,
      @Nullable String subject,
      @Nullable String organization,
      @Nullable Map<String, String> detail) {}

  private final DurableLines lines;
  private final Clock clock;

  public CommandLog(Path folder, Clock clock) {
    this.lines = new DurableLines(folder.resolve("commands.ndjson"));
    this.clock = clock;
  }

  /** Notes an entry; it is on the disk on return. */
  public void add(AuditEntry entry) {
    lines.append(
        HistoryCodec.json(
            new Line(
                clock.instant().toString(),
                entry.actor().id(),
                entry.action(),
                entry.subject(),
                entry.organization(),
                entry.detail())));
  }

  /**
   * Entries in the order of writing, without the first {@code skip} lines; the time of each stands
   * in its detail as {@code commandAt}. A torn line is an entry that says so.
   */
  public List<AuditEntry> read(int skip) {
    List<AuditEntry> entries = new ArrayList<>();
    for (String line : lines.read().stream().skip(skip).toList()) {
      entries.add(
          HistoryCodec.read(line, Line.class)
              .flatMap(CommandLog::entry)
              .orElseGet(() ->
                  new AuditEntry(
                      Actor.PLATFORM,
                      "backup.command.unreadable",
                      "backup-history:",
                      "",
                      Map.of())));
    }
    return entries;
  }

  private static Optional<AuditEntry> entry(Line line) {
    String action = line.action();
    String subject = line.subject();
    String actor = line.actor();
    String at = line.at();
    if (action == null || subject == null || actor == null || at == null) {
      return Optional.empty();
    }
    Map<String, String> detail = new TreeMap<>(line.detail() == null ? Map.of() : line.detail());
    try {
      detail.put("commandAt", Instant.parse(at).toString());
    } catch (DateTimeException e) {
      return Optional.empty();
    }
    String organization = line.organization() == null ? "" : line.organization();
    return Optional.of(
        new AuditEntry(
            new Actor(actor, "", List.of("operator")), action, subject, organization, detail));
  }
}
