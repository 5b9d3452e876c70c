package vn.lachan.backup.source;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.databind.json.JsonMapper;

/**
 * One open session of {@code psql}: it reaches a server in every way {@code pg_dump} does (password
 * file, peer, certificate), with no driver of our own. For one thread.
 */
final class PsqlSession implements AutoCloseable {

  private static final JsonMapper JSON = new JsonMapper();
  private static final String USER_TABLES =
      """
      select to_json(format('%I.%I', n.nspname, c.relname))::text
      from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where c.relkind = 'r' and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
        and not exists (select 1 from pg_depend d where d.classid = 'pg_class'::regclass
          and d.objid = c.oid and d.deptype = 'e')
      order by 1\
      """;
  private static final String OF_USERS =
      """
      join pg_namespace n on n.oid = c.connamespace
      where c.contype in ('p', 'u', 'f', 'c', 'x') and n.nspname !~ '^pg_'
        and n.nspname <> 'information_schema'\
      """;

  private final ChildProcess psql;
  private final BufferedReader answers;
  private final OutputStream questions;
  private int asked;

  PsqlSession(List<String> command, Map<String, String> environment, Duration longest) {
    List<String> whole = new ArrayList<>(command);
    whole.addAll(List.of("-X", "-q", "-A", "-t", "--no-password", "-v", "ON_ERROR_STOP=1"));
    this.psql = ChildProcess.start(whole, environment, longest);
    this.answers =
        new BufferedReader(new InputStreamReader(psql.rawOutput(), StandardCharsets.UTF_8));
    this.questions = psql.input();
  }

  /** Why {@code sql} cannot be asked here; empty when it can. */
  static Optional<String> problem(String sql) {
    if (sql.isBlank()) {
      return Optional.of("câu SQL trống");
    }
    return sql.indexOf('\\') >= 0
        ? Optional.of("câu SQL không được có dấu gạch chéo ngược")
        : Optional.empty();
  }

  /** Asks and returns the lines of the answer. */
  List<String> ask(String sql) {
    problem(sql)
        .ifPresent(reason -> {
          throw new SourceException(reason);
        });
    String end = "lachan-end-" + asked++;
    List<String> lines = new ArrayList<>();
    try {
      questions.write((sql + "\n;\n\\echo " + end + "\n").getBytes(StandardCharsets.UTF_8));
      questions.flush();
      for (String line = answers.readLine(); line != null; line = answers.readLine()) {
        if (line.equals(end)) {
          return lines;
        }
        lines.add(line);
      }
    } catch (IOException e) {
      throw new SourceException(psql.failure(psql.exit()), e);
    }
    throw new SourceException(psql.failure(psql.exit()));
  }

  /** The only value of an answer; empty when there is none or it is null. */
  Optional<String> value(String sql) {
    return ask(sql).stream().filter(line -> !line.isEmpty()).findFirst();
  }

  long number(String sql) {
    String text = value(sql).orElse("");
    try {
      return Long.parseLong(text.strip());
    } catch (NumberFormatException e) {
      throw new SourceException("câu SQL không trả về một số nguyên: " + sql, e);
    }
  }

  /** Rows of every table of users, by quoted {@code schema.table}. */
  Map<String, Long> rows() {
    Map<String, Long> rows = new TreeMap<>();
    for (String line : ask(USER_TABLES)) {
      String table = JSON.readValue(line, String.class);
      if (table.indexOf('\\') >= 0) {
        throw new SourceException("tên bảng có dấu gạch chéo ngược, không đếm được: " + table);
      }
      rows.put(table, number("select count(*) from only " + table));
    }
    return rows;
  }

  long constraints() {
    return number("select count(*) from pg_constraint c " + OF_USERS + " and c.convalidated");
  }

  /** Statements that would make unproven constraints proven. */
  List<String> unproven() {
    return ask(
            "select to_json(format('alter table %s validate constraint %I',"
                + " c.conrelid::regclass, c.conname))::text from pg_constraint c "
                + OF_USERS
                + " and not c.convalidated and c.conrelid <> 0 order by 1")
        .stream()
        .map(line -> JSON.readValue(line, String.class))
        .toList();
  }

  List<String> invalidIndexes() {
    return ask(
            "select to_json(indexrelid::regclass::text)::text from pg_index"
                + " where not indisvalid order by 1")
        .stream()
        .map(line -> JSON.readValue(line, String.class))
        .toList();
  }

  /** The one timestamp {@code sql} gives. */
  Optional<Instant> moment(String sql) {
    String plain = sql.strip().replaceAll(";+$", "");
    Optional<String> text =
        value(
            "select to_char(("
                + plain
                + ")::timestamptz at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')");
    try {
      return text.map(Instant::parse);
    } catch (DateTimeException e) {
      throw new SourceException("câu SQL không trả về một thời điểm: " + sql, e);
    }
  }

  @Override
  public void close() {
    try {
      questions.close();
    } catch (IOException e) {
      // it has ended already
    }
    psql.close();
  }
}
