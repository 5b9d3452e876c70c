package vn.lachan.detection.rulebook;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import vn.lachan.detection.RuleInfo;

/** Rows of rulebook_version and rulebook_run, within a transaction of the caller. */
final class VersionRows {
  private static final int CHUNK = 500;

  static void insert(Handle handle, Collection<RuleVersion> versions) {
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
  static List<RuleVersion> all(Handle handle, String ruleId) {
    return handle
        .createQuery("select * from rulebook_version where rule_id = :rule order by nr desc")
        .bind("rule", ruleId)
        .map((row, _) -> version(row))
        .list();
  }

  static Optional<RuleVersion> find(Handle handle, String ruleId, int number) {
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

  private VersionRows() {}
}
