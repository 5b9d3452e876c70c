package vn.lachan.app.tables;

import java.io.ByteArrayOutputStream;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The versions of tables in the database, which several nodes may share. Durable. */
class TableVersions {
  private static final int PART = 512 << 10;
  private static final String ALL =
      "select v.*, exists (select 1 from table_part p where p.table_name = v.table_name"
          + " and p.version = v.version) as kept from table_version v";

  private final JdbcClient db;

  TableVersions(JdbcClient db) {
    this.db = db;
  }

  /** The newest version of each table that was ever replaced. */
  List<TableVersion> newest() {
    return db.sql(
            ALL
                + " where v.version = (select max(n.version) from table_version n"
                + " where n.table_name = v.table_name) order by v.table_name")
        .query(TableVersions::read)
        .list();
  }

  /** Newest first. */
  List<TableVersion> of(String table) {
    return db.sql(ALL + " where v.table_name = ? order by v.version desc")
        .param(table)
        .query(TableVersions::read)
        .list();
  }

  Optional<byte[]> content(String table, int version) {
    List<byte[]> parts =
        db.sql("select content from table_part where table_name = ? and version = ? order by part")
            .param(table)
            .param(version)
            .query((row, _) -> row.getBytes(1))
            .list();
    if (parts.isEmpty()) {
      return Optional.empty();
    }
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    parts.forEach(all::writeBytes);
    return Optional.of(all.toByteArray());
  }

  /** Adds a version; fails when another node took its number meanwhile. */
  void add(TableVersion version, byte[] content) {
    db.sql(
            "insert into table_version (table_name, version, at, author, digest, bytes, row_count,"
                + " origin, note) values (:table, :version, :at, :author, :digest, :bytes, :rows,"
                + " :origin, :note)")
        .param("table", version.table())
        .param("version", version.version())
        .param(
            "at",
            version.at() == null ? null : OffsetDateTime.ofInstant(version.at(), ZoneOffset.UTC))
        .param("author", version.author())
        .param("digest", version.digest())
        .param("bytes", version.bytes())
        .param("rows", version.rows())
        .param("origin", version.origin().name())
        .param("note", version.note())
        .update();
    for (int part = 0; part * PART < content.length; part++) {
      int from = part * PART;
      db.sql("insert into table_part (table_name, version, part, content) values (?, ?, ?, ?)")
          .param(version.table())
          .param(version.version())
          .param(part)
          .param(Arrays.copyOfRange(content, from, Math.min(content.length, from + PART)))
          .update();
    }
  }

  /** Drops the content of versions up to {@code last}; who and when stays. */
  void dropContent(String table, int last) {
    db.sql("delete from table_part where table_name = ? and version <= ?")
        .param(table)
        .param(last)
        .update();
  }

  private static TableVersion read(ResultSet row, int number) throws SQLException {
    return new TableVersion(
        row.getString("table_name"),
        row.getInt("version"),
        row.getObject("at", OffsetDateTime.class).toInstant(),
        row.getString("author"),
        row.getString("digest"),
        row.getLong("bytes"),
        row.getInt("row_count"),
        TableVersion.Origin.valueOf(row.getString("origin")),
        row.getString("note"),
        row.getBoolean("kept"));
  }
}
