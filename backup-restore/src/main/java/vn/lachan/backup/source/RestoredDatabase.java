package vn.lachan.backup.source;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * What came back from one dump.
 *
 * @param name as given
 * @param rows rows of each table, by {@code schema.table}
 * @param constraints keys, uniques, foreign keys and checks that hold
 * @param problems errors of the restore and constraints that do not hold, in Vietnamese with the
 *     server's own words; empty when the dump is whole
 * @param newest the newest transaction by the declared query
 * @param register dossiers by the declared query
 * @param took how long the restore took, counting not included
 */
public record RestoredDatabase(
    String name,
    Map<String, Long> rows,
    long constraints,
    List<String> problems,
    Optional<Instant> newest,
    OptionalLong register,
    Duration took) {

  public RestoredDatabase {
    rows = Collections.unmodifiableMap(new TreeMap<>(rows));
    problems = List.copyOf(problems);
  }

  /** Rows of all tables. */
  public long totalRows() {
    return rows.values().stream().mapToLong(Long::longValue).sum();
  }

  /**
   * Where this is not what was counted when the dump was made, in Vietnamese, tables by name. What
   * was not counted then is not compared.
   */
  public List<String> differences(DumpRecord expected) {
    List<String> found = new ArrayList<>();
    Map<String, Long> wanted = expected.rows();
    if (!wanted.isEmpty()) {
      wanted.forEach((table, count) -> {
        Long here = rows.get(table);
        if (here == null) {
          found.add("thiếu bảng " + table + " (" + count + " dòng)");
        } else if (!here.equals(count)) {
          found.add("bảng " + table + " có " + here + " dòng, lúc sao lưu có " + count);
        }
      });
      rows.keySet().stream()
          .filter(table -> !wanted.containsKey(table))
          .forEach(table -> found.add("bảng " + table + " không có lúc sao lưu"));
    }
    expected
        .constraints()
        .ifPresent(count -> {
          if (count != constraints) {
            found.add("có " + constraints + " ràng buộc, lúc sao lưu có " + count);
          }
        });
    if (expected.newest().isPresent() && !expected.newest().equals(newest)) {
      String here = newest.map(Instant::toString).orElse("không có");
      found.add("giao dịch mới nhất là " + here + ", lúc sao lưu là " + expected.newest().get());
    }
    if (expected.register().isPresent()
        && register.isPresent()
        && !expected.register().equals(register)) {
      found.add(
          "sổ có "
              + register.getAsLong()
              + " hồ sơ, lúc sao lưu có "
              + expected.register().getAsLong());
    }
    return found;
  }
}
