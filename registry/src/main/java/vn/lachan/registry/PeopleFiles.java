package vn.lachan.registry;

import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads {@code officials.csv}, {@code certificates.csv} and {@code grants.csv}. */
final class PeopleFiles {
  static final String OFFICIALS = "officials.csv";
  static final String CERTIFICATES = "certificates.csv";
  static final String GRANTS = "grants.csv";
  static final List<String> OFFICIAL_COLUMNS = List.of("account", "unit", "position", "active");
  static final List<String> CERTIFICATE_COLUMNS =
      List.of("serial", "owner", "family", "not_after", "revoked");
  static final List<String> GRANT_COLUMNS = List.of("client", "service", "networks");
  static final List<String> GRANT_OPTIONS = List.of("hours");

  /** Which fields of the population data base a procedure needs; the file may be absent. */
  static final String LOOKUPS = "lookups.csv";

  static final List<String> LOOKUP_COLUMNS = List.of("procedure", "fields");

  private static final Pattern SERIAL = Pattern.compile("[0-9a-f]{2,40}");
  private static final Set<String> FAMILIES = Set.of("cong_vu", "cong_cong");

  private final Problems problems;

  PeopleFiles(Problems problems) {
    this.problems = problems;
  }

  Map<String, Official> officials(List<CsvTable.Row> rows, Set<String> units) {
    Map<String, Official> officials = new LinkedHashMap<>();
    for (CsvTable.Row row : rows) {
      String account = required(OFFICIALS, row, "account");
      String unit = required(OFFICIALS, row, "unit");
      if (!unit.isEmpty() && isMissing(unit, units)) {
        problems.add(OFFICIALS, row.line(), "không có đơn vị: " + unit);
      }
      boolean active = bool(OFFICIALS, row, "active");
      Official official = new Official(account, unit, row.get("position"), active);
      if (!account.isEmpty() && officials.put(account, official) != null) {
        problems.add(OFFICIALS, row.line(), "tài khoản lặp lại: " + account);
      }
    }
    return officials;
  }

  Map<String, Certificate> certificates(List<CsvTable.Row> rows, Set<String> accounts) {
    Map<String, Certificate> certificates = new LinkedHashMap<>();
    for (CsvTable.Row row : rows) {
      String serial = required(CERTIFICATES, row, "serial");
      String owner = required(CERTIFICATES, row, "owner");
      if (!serial.isEmpty() && !SERIAL.matcher(serial).matches()) {
        problems.add(
            CERTIFICATES,
            row.line(),
            "số sê-ri phải là chữ số thập lục phân viết thường: " + serial);
      }
      if (!owner.isEmpty() && isMissing(owner, accounts)) {
        problems.add(CERTIFICATES, row.line(), "không có tài khoản: " + owner);
      }
      if (!FAMILIES.contains(row.get("family"))) {
        problems.add(
            CERTIFICATES,
            row.line(),
            "family phải là cong_vu hoặc cong_cong: " + row.get("family"));
      }
      Optional<LocalDate> notAfter = date(row);
      boolean revoked = bool(CERTIFICATES, row, "revoked");
      Certificate certificate =
          new Certificate(
              serial, owner, row.get("family"), notAfter.orElse(LocalDate.EPOCH), revoked);
      if (!serial.isEmpty() && certificates.put(serial, certificate) != null) {
        problems.add(CERTIFICATES, row.line(), "số sê-ri lặp lại: " + serial);
      }
    }
    return certificates;
  }

  List<ServiceGrant> grants(List<CsvTable.Row> rows) {
    Set<List<String>> seen = new HashSet<>();
    for (CsvTable.Row row : rows) {
      String client = required(GRANTS, row, "client");
      String service = required(GRANTS, row, "service");
      if (!seen.add(List.of(client, service))) {
        problems.add(GRANTS, row.line(), "quyền gọi lặp lại: " + client + " -> " + service);
      }
    }
    return rows.stream()
        .map(row ->
            new ServiceGrant(
                row.get("client"),
                row.get("service"),
                UnitsFile.networks(GRANTS, row, problems),
                window(row)))
        .toList();
  }

  private Optional<DailyWindow> window(CsvTable.Row row) {
    String hours = row.get("hours");
    Optional<DailyWindow> window = DailyWindow.parse(hours);
    if (!hours.isEmpty() && window.isEmpty()) {
      problems.add(GRANTS, row.line(), "hours phải là khung giờ dạng 06:00-18:00: " + hours);
    }
    return window;
  }

  Map<String, Set<String>> lookups(List<CsvTable.Row> rows) {
    Map<String, Set<String>> lookups = new LinkedHashMap<>();
    for (CsvTable.Row row : rows) {
      String procedure = required(LOOKUPS, row, "procedure");
      required(LOOKUPS, row, "fields");
      if (lookups.put(procedure, Set.copyOf(row.list("fields"))) != null) {
        problems.add(LOOKUPS, row.line(), "thủ tục lặp lại: " + procedure);
      }
    }
    return lookups;
  }

  /** Without any known code the other file could not be read, which is a problem of its own. */
  private static boolean isMissing(String code, Set<String> known) {
    return !known.isEmpty() && !known.contains(code);
  }

  private String required(String file, CsvTable.Row row, String column) {
    if (row.get(column).isEmpty()) {
      problems.add(file, row.line(), "thiếu giá trị ở cột " + column);
    }
    return row.get(column);
  }

  private boolean bool(String file, CsvTable.Row row, String column) {
    String word = row.get(column);
    if (!word.equals("true") && !word.equals("false")) {
      problems.add(file, row.line(), column + " phải là true hoặc false: " + word);
    }
    return word.equals("true");
  }

  private Optional<LocalDate> date(CsvTable.Row row) {
    try {
      return Optional.of(LocalDate.parse(row.get("not_after")));
    } catch (DateTimeParseException e) {
      problems.add(
          CERTIFICATES,
          row.line(),
          "not_after phải là ngày dạng 2027-12-31: " + row.get("not_after"));
      return Optional.empty();
    }
  }
}
