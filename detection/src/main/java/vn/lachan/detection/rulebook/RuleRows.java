package vn.lachan.detection.rulebook;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jspecify.annotations.Nullable;
import vn.lachan.detection.Level;
import vn.lachan.detection.RuleInfo;
import vn.lachan.detection.Suppression;

/** Rows of rulebook_rule, rulebook_version and rulebook_run, within a transaction of the caller. */
final class RuleRows {
  private static final int CHUNK = 500;
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
        row.getString("title"),
        Level.valueOf(row.getString("level")),
        row.getString("kind"),
        row.getString("logsource"),
        Database.list(row.getString("tags")),
        row.getString("author"),
        RuleSource.valueOf(row.getString("source")),
        row.getString("rule_set"),
        row.getString("licence"),
        RuleState.valueOf(row.getString("state")),
        row.getInt("current_nr"),
        Database.intOrNull(row, "running_nr"),
        row.getBoolean("withdrawn"),
        row.getString("reason"),
        suppression(row.getString("suppression")),
        row.getLong("revision"),
        Database.time(row, "changed_at"),
        row.getString("changed_by"));
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

  static void insertVersions(Handle handle, Collection<RuleVersion> versions) {
    PreparedBatch batch =
        handle.prepareBatch(
            "insert into rulebook_version (rule_id, nr, version, rule_text, test_text, author,"
                + " made_at, note, source) values (:rule, :nr, :version, :text, :tests, :author,"
                + " :at, :note, :source)");
    for (RuleVersion version : versions) {
      batch
          .bind("rule", version.ruleId())
          .bind("nr", version.number())
          .bind("version", version.version())
          .bind("text", version.text())
          .bind("tests", version.tests())
          .bind("author", version.author())
          .bind("at", Database.stored(version.at()))
          .bind("note", version.note())
          .bind("source", version.source().name())
          .add();
    }
    if (!versions.isEmpty()) {
      batch.execute();
    }
  }

  private static RuleVersion version(ResultSet row) throws SQLException {
    return new RuleVersion(
        row.getString("rule_id"),
        row.getInt("nr"),
        row.getString("version"),
        row.getString("rule_text"),
        row.getString("test_text"),
        row.getString("author"),
        Database.time(row, "made_at"),
        row.getString("note"),
        RuleSource.valueOf(row.getString("source")));
  }

  /** Newest first. */
  static List<RuleVersion> versions(Handle handle, String ruleId) {
    return handle
        .createQuery("select * from rulebook_version where rule_id = :rule order by nr desc")
        .bind("rule", ruleId)
        .map((row, _) -> version(row))
        .list();
  }

  static Optional<RuleVersion> version(Handle handle, String ruleId, int number) {
    return handle
        .createQuery("select * from rulebook_version where rule_id = :rule and nr = :nr")
        .bind("rule", ruleId)
        .bind("nr", number)
        .map((row, _) -> version(row))
        .findOne();
  }

  static int nextNumber(Handle handle, String ruleId) {
    return 1
        + handle
            .createQuery("select coalesce(max(nr), 0) from rulebook_version where rule_id = :rule")
            .bind("rule", ruleId)
            .mapTo(Integer.class)
            .one();
  }

  /** The versions with a source, the newest of each rule. */
  static Map<String, RuleVersion> newest(Handle handle, RuleSource source) {
    Map<String, RuleVersion> newest = new HashMap<>();
    handle
        .createQuery("select * from rulebook_version where source = :source order by nr")
        .bind("source", source.name())
        .map((row, _) -> version(row))
        .forEach(version -> newest.put(version.ruleId(), version));
    return newest;
  }

  /** The highest number of each rule. */
  static Map<String, Integer> numbers(Handle handle) {
    Map<String, Integer> numbers = new HashMap<>();
    handle
        .createQuery("select rule_id, max(nr) as nr from rulebook_version group by rule_id")
        .map((row, _) -> Map.entry(row.getString("rule_id"), row.getInt("nr")))
        .forEach(entry -> numbers.put(entry.getKey(), entry.getValue()));
    return numbers;
  }

  /** The versions that run, by rule. */
  static Map<String, RuleVersion> running(Handle handle) {
    return joined(handle, "running_nr", "");
  }

  /** The versions that the states of the rules of a set are about, by rule. */
  static Map<String, RuleVersion> current(Handle handle, String set) {
    return joined(handle, "current_nr", set);
  }

  private static Map<String, RuleVersion> joined(Handle handle, String column, String set) {
    Map<String, RuleVersion> versions = new HashMap<>();
    handle
        .createQuery(
            "select v.* from rulebook_version v join rulebook_rule r on r.id = v.rule_id and r."
                + column
                + " = v.nr where (:set = '' or r.rule_set = :set)")
        .bind("set", set)
        .map((row, _) -> version(row))
        .forEach(version -> versions.put(version.ruleId(), version));
    return versions;
  }

  /** Remembers which texts the documents that run now come from. */
  static void remember(
      Handle handle, Collection<RuleInfo> infos, Map<String, RuleVersion> runningByFile) {
    Set<String> known = new HashSet<>();
    handle
        .createQuery("select document_id, version from rulebook_run")
        .map((row, _) -> row.getString("document_id") + '@' + row.getString("version"))
        .forEach(known::add);
    PreparedBatch batch =
        handle.prepareBatch(
            "insert into rulebook_run (document_id, version, rule_id, nr)"
                + " values (:document, :version, :rule, :nr)");
    for (RuleInfo info : infos) {
      RuleVersion version = runningByFile.get(info.file());
      if (version != null
          && info.id().length() <= 200
          && known.add(info.id() + '@' + info.version())) {
        batch
            .bind("document", info.id())
            .bind("version", info.version())
            .bind("rule", version.ruleId())
            .bind("nr", version.number())
            .add();
      }
      if (batch.size() >= CHUNK) {
        batch.execute();
      }
    }
    if (batch.size() > 0) {
      batch.execute();
    }
  }

  /** The text that made alerts of {@code document} with {@code version}. */
  static Optional<RuleVersion> thatRan(Handle handle, String document, String version) {
    return handle
        .createQuery(
            "select v.* from rulebook_version v join rulebook_run n on n.rule_id = v.rule_id and"
                + " n.nr = v.nr where n.document_id = :document and n.version = :version")
        .bind("document", document)
        .bind("version", version)
        .map((row, _) -> version(row))
        .findOne();
  }

  /** The rule whose file has or had a document with this id. */
  static Optional<String> ruleOf(Handle handle, String document) {
    return handle
        .createQuery("select max(rule_id) from rulebook_run where document_id = :document")
        .bind("document", document)
        .mapTo(String.class)
        .findOne();
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

  /** {@code entry} as changed by somebody now. */
  static RuleEntry moved(
      RuleEntry entry,
      RuleState state,
      int current,
      @Nullable Integer running,
      String reason,
      Editor by,
      Instant now) {
    return new RuleEntry(
        entry.id(),
        entry.file(),
        entry.title(),
        entry.level(),
        entry.kind(),
        entry.logSource(),
        entry.tags(),
        entry.author(),
        entry.source(),
        entry.set(),
        entry.licence(),
        state,
        current,
        running,
        false,
        reason,
        entry.suppression(),
        entry.revision() + 1,
        now,
        by.id());
  }

  /** {@code entry}, to come back when it is delivered again. */
  static RuleEntry withdrawn(RuleEntry entry) {
    return new RuleEntry(
        entry.id(),
        entry.file(),
        entry.title(),
        entry.level(),
        entry.kind(),
        entry.logSource(),
        entry.tags(),
        entry.author(),
        entry.source(),
        entry.set(),
        entry.licence(),
        entry.state(),
        entry.current(),
        entry.running(),
        true,
        entry.reason(),
        entry.suppression(),
        entry.revision(),
        entry.changedAt(),
        entry.changedBy());
  }

  /** {@code entry} with another choice of suppression. */
  static RuleEntry suppressed(RuleEntry entry, SuppressionChoice choice, Editor by, Instant now) {
    return new RuleEntry(
        entry.id(),
        entry.file(),
        entry.title(),
        entry.level(),
        entry.kind(),
        entry.logSource(),
        entry.tags(),
        entry.author(),
        entry.source(),
        entry.set(),
        entry.licence(),
        entry.state(),
        entry.current(),
        entry.running(),
        entry.withdrawn(),
        entry.reason(),
        choice,
        entry.revision() + 1,
        now,
        by.id());
  }

  /** {@code entry} with what the text of its current version says. */
  static RuleEntry described(RuleEntry entry, ReadRule read) {
    return new RuleEntry(
        entry.id(),
        entry.file(),
        read.title(),
        read.level(),
        read.kind(),
        read.logSource(),
        read.tags(),
        read.author(),
        entry.source(),
        entry.set(),
        entry.licence(),
        entry.state(),
        entry.current(),
        entry.running(),
        entry.withdrawn(),
        entry.reason(),
        entry.suppression(),
        entry.revision(),
        entry.changedAt(),
        entry.changedBy());
  }

  private RuleRows() {}
}
