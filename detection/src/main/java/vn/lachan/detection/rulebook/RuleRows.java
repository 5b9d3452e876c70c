package vn.lachan.detection.rulebook;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jspecify.annotations.Nullable;
import vn.lachan.detection.Level;
import vn.lachan.detection.Suppression;

/** Rows of rulebook_rule, within a transaction of the caller. */
final class RuleRows {
  private static final String RULE_COLUMNS =
      "id, file, title, level, kind, logsource, tags, author, source, rule_set, licence, state,"
          + " current_nr, running_nr, withdrawn, reason, suppression, revision, changed_at,"
          + " changed_by";

  /** How a choice of suppression is kept; no window: nothing is suppressed. */
  private record Kept(List<String> fields, long seconds) {}

  static List<RuleEntry> all(Handle handle) {
    return handle
        .createQuery("select " + RULE_COLUMNS + " from rulebook_rule order by file, id")
        .map((row, _) -> entry(row))
        .list();
  }

  static Optional<RuleEntry> find(Handle handle, String id) {
    return find(handle, id, "");
  }

  static Optional<RuleEntry> lock(Handle handle, String id) {
    return find(handle, id, " for update");
  }

  private static Optional<RuleEntry> find(Handle handle, String id, String rest) {
    return handle
        .createQuery("select " + RULE_COLUMNS + " from rulebook_rule where id = :id" + rest)
        .bind("id", id)
        .map((row, _) -> entry(row))
        .findOne();
  }

  private static RuleEntry entry(ResultSet row) throws SQLException {
    return new RuleEntry(
        row.getString("id"),
        row.getString("file"),
        new RuleEntry.About(
            row.getString("title"),
            Level.valueOf(row.getString("level")),
            row.getString("kind"),
            row.getString("logsource"),
            Database.list(row.getString("tags")),
            row.getString("author")),
        new RuleEntry.Origin(
            RuleSource.valueOf(row.getString("source")),
            row.getString("rule_set"),
            row.getString("licence")),
        new RuleEntry.Standing(
            RuleState.valueOf(row.getString("state")),
            row.getInt("current_nr"),
            Database.intOrNull(row, "running_nr"),
            row.getBoolean("withdrawn"),
            row.getString("reason")),
        suppression(row.getString("suppression")),
        new RuleEntry.Stamp(
            row.getLong("revision"),
            Database.time(row, "changed_at"),
            row.getString("changed_by")));
  }

  private static SuppressionChoice suppression(@Nullable String json) {
    if (json == null) {
      return SuppressionChoice.AS_THE_RULE_SAYS;
    }
    Kept kept = Database.read(json, Kept.class);
    return kept.seconds() == 0
        ? SuppressionChoice.NEVER
        : new SuppressionChoice.Chosen(
            new Suppression(kept.fields(), Duration.ofSeconds(kept.seconds())));
  }

  private static @Nullable String kept(SuppressionChoice choice) {
    return switch (choice) {
      case SuppressionChoice.AsTheRuleSays _ -> null;
      case SuppressionChoice.Never _ -> Database.json(new Kept(List.of(), 0));
      case SuppressionChoice.Chosen(Suppression suppression) ->
          Database.json(new Kept(suppression.fields(), suppression.window().toSeconds()));
    };
  }

  static void insert(Handle handle, Collection<RuleEntry> entries) {
    PreparedBatch batch =
        handle.prepareBatch(
            "insert into rulebook_rule ("
                + RULE_COLUMNS
                + ") values (:id, :file, :title, :level, :kind, :logsource, :tags, :author,"
                + " :source, :rule_set, :licence, :state, :current_nr, :running_nr, :withdrawn,"
                + " :reason, :suppression, :revision, :changed_at, :changed_by)");
    entries.forEach(entry -> bind(batch, entry).add());
    if (!entries.isEmpty()) {
      batch.execute();
      RevisionRow.next(handle);
    }
  }

  static void update(Handle handle, Collection<RuleEntry> entries) {
    PreparedBatch batch =
        handle.prepareBatch(
            """
            update rulebook_rule set file = :file, title = :title, level = :level, kind = :kind,
              logsource = :logsource, tags = :tags, author = :author, source = :source,
              rule_set = :rule_set, licence = :licence, state = :state, current_nr = :current_nr,
              running_nr = :running_nr, withdrawn = :withdrawn, reason = :reason,
              suppression = :suppression, revision = :revision, changed_at = :changed_at,
              changed_by = :changed_by
            where id = :id
            """);
    entries.forEach(entry -> bind(batch, entry).add());
    if (!entries.isEmpty()) {
      batch.execute();
      RevisionRow.next(handle);
    }
  }

  private static String shortened(String logSource) {
    return logSource.length() <= 300 ? logSource : logSource.substring(0, 300);
  }

  private static PreparedBatch bind(PreparedBatch batch, RuleEntry entry) {
    SqlStatement<PreparedBatch> statement = batch;
    statement
        .bind("id", entry.id())
        .bind("file", entry.file())
        .bind("title", entry.title())
        .bind("level", entry.level().name())
        .bind("kind", entry.kind())
        .bind("logsource", shortened(entry.logSource()))
        .bind("tags", Database.json(entry.tags()))
        .bind("author", entry.author())
        .bind("source", entry.source().name())
        .bind("rule_set", entry.set())
        .bind("licence", entry.licence())
        .bind("state", entry.state().name())
        .bind("current_nr", entry.current())
        .bindByType("running_nr", entry.running(), Integer.class)
        .bind("withdrawn", entry.withdrawn())
        .bind("reason", entry.reason())
        .bindByType("suppression", kept(entry.suppression()), String.class)
        .bind("revision", entry.revision())
        .bind("changed_at", Database.stored(entry.changedAt()))
        .bind("changed_by", entry.changedBy());
    return batch;
  }

  static Map<RuleState, Long> count(Handle handle) {
    Map<RuleState, Long> counts = new EnumMap<>(RuleState.class);
    for (RuleState state : RuleState.values()) {
      counts.put(state, 0L);
    }
    handle
        .createQuery("select state, count(*) as total from rulebook_rule group by state")
        .map((row, _) -> Map.entry(RuleState.valueOf(row.getString("state")), row.getLong("total")))
        .forEach(entry -> counts.put(entry.getKey(), entry.getValue()));
    return counts;
  }

  private RuleRows() {}
}
