package vn.lachan.registry;

import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Reads {@code assets.csv}, {@code procedures.csv} and {@code watchlist.csv}; each may be absent.
 */
final class OptionalTables {
  static final String ASSETS = "assets.csv";
  static final List<String> ASSET_COLUMNS =
      List.of("id", "name", "hosts", "networks", "system", "role", "unit");
  static final String PROCEDURES = "procedures.csv";
  static final List<String> PROCEDURE_COLUMNS =
      List.of("code", "name", "field", "service_level", "days");
  static final String WATCH_LIST = "watchlist.csv";
  static final List<String> WATCH_COLUMNS = List.of("type", "value", "list", "reason", "expires");

  private static final Set<String> SERVICE_LEVELS = Set.of("toan_trinh", "mot_phan", "truc_tiep");
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");
  private static final Pattern HASH =
      Pattern.compile("[0-9a-f]{32}|[0-9a-f]{40}|[0-9a-f]{64}|[0-9a-f]{128}");
  private static final Pattern DOMAIN =
      Pattern.compile("(?=.{1,253}$)[a-z0-9_-]{1,63}(\\.[a-z0-9_-]{1,63})+");

  private final Problems problems;

  OptionalTables(Problems problems) {
    this.problems = problems;
  }

  List<Asset> assets(
      List<CsvTable.Row> rows, Map<String, InformationSystem> systems, Set<String> units) {
    Map<String, Asset> assets = new LinkedHashMap<>();
    Map<String, Integer> hosts = new HashMap<>();
    Map<Network, Integer> claimed = new HashMap<>();
    for (CsvTable.Row row : rows) {
      String id = row.get("id");
      if (!ID.matcher(id).matches()) {
        problems.add(ASSETS, row.line(), "id phải là chữ, số, dấu chấm, gạch: " + id);
      }
      String system = row.get("system");
      if (!system.isEmpty() && !systems.isEmpty() && !systems.containsKey(system)) {
        problems.add(ASSETS, row.line(), "không có hệ thống: " + system);
      }
      String unit = row.get("unit");
      if (!unit.isEmpty() && !units.isEmpty() && !units.contains(unit)) {
        problems.add(ASSETS, row.line(), "không có đơn vị: " + unit);
      }
      List<String> names =
          row.list("hosts").stream().map(name -> name.toLowerCase(Locale.ROOT)).toList();
      List<Network> networks = addresses(row);
      if (names.isEmpty() && networks.isEmpty()) {
        problems.add(ASSETS, row.line(), "phải có hosts hoặc networks để nhận ra trong nhật ký");
      }
      names.forEach(name -> once(hosts, name, row.line()));
      networks.forEach(network -> once(claimed, network, row.line()));
      InformationSystem known = systems.get(system);
      Asset asset =
          new Asset(
              id,
              row.get("name"),
              names,
              networks,
              system,
              known == null ? 0 : known.level(),
              row.get("role"),
              unit);
      if (assets.put(id, asset) != null) {
        problems.add(ASSETS, row.line(), "id lặp lại: " + id);
      }
    }
    return List.copyOf(assets.values());
  }

  private <K> void once(Map<K, Integer> seen, K key, int line) {
    Integer before = seen.put(key, line);
    if (before != null) {
      problems.add(ASSETS, line, "%s đã có ở dòng %d".formatted(key, before));
    }
  }

  private List<Network> addresses(CsvTable.Row row) {
    List<Network> networks = new ArrayList<>();
    for (String text : row.list("networks")) {
      network(text)
          .ifPresentOrElse(
              networks::add,
              () -> problems.add(ASSETS, row.line(), "không phải địa chỉ hoặc dải CIDR: " + text));
    }
    return networks;
  }

  /** A block, or one address. */
  private static Optional<Network> network(String text) {
    String block = text.contains("/") ? text : text + (text.contains(":") ? "/128" : "/32");
    try {
      return Optional.of(Network.parse(block));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  List<Procedure> procedures(List<CsvTable.Row> rows) {
    Map<String, Procedure> procedures = new LinkedHashMap<>();
    for (CsvTable.Row row : rows) {
      String code = row.get("code");
      if (code.isEmpty() || row.get("name").isEmpty()) {
        problems.add(PROCEDURES, row.line(), "thiếu giá trị ở cột code hoặc name");
      }
      String level = row.get("service_level");
      if (!level.isEmpty() && !SERVICE_LEVELS.contains(level)) {
        problems.add(
            PROCEDURES,
            row.line(),
            "service_level phải là toan_trinh, mot_phan hoặc truc_tiep: " + level);
      }
      String days = row.get("days");
      if (!days.matches("[0-9]{0,4}")) {
        problems.add(PROCEDURES, row.line(), "days phải là số ngày làm việc: " + days);
        days = "";
      }
      Procedure procedure =
          new Procedure(
              code,
              row.get("name"),
              row.get("field"),
              level,
              days.isEmpty() ? 0 : Integer.parseInt(days));
      if (procedures.put(code, procedure) != null) {
        problems.add(PROCEDURES, row.line(), "mã thủ tục lặp lại: " + code);
      }
    }
    return List.copyOf(procedures.values());
  }

  WatchList watchList(List<CsvTable.Row> rows) {
    List<WatchEntry> entries = new ArrayList<>();
    Map<String, Integer> seen = new HashMap<>();
    for (CsvTable.Row row : rows) {
      Optional<WatchEntry> entry = watchEntry(row);
      if (entry.isEmpty()) {
        continue;
      }
      Integer before = seen.put(entry.get().type() + " " + entry.get().value(), row.line());
      if (before != null) {
        problems.add(WATCH_LIST, row.line(), row.get("value") + " đã có ở dòng " + before);
      }
      entries.add(entry.get());
    }
    return problems.isEmpty() ? new WatchList(entries) : WatchList.EMPTY;
  }

  private Optional<WatchEntry> watchEntry(CsvTable.Row row) {
    if (row.get("list").isEmpty() || row.get("reason").isEmpty()) {
      problems.add(WATCH_LIST, row.line(), "thiếu giá trị ở cột list hoặc reason");
    }
    Optional<LocalDate> expires = expires(row);
    String value = row.get("value").toLowerCase(Locale.ROOT);
    return switch (row.get("type")) {
      case "ip" -> {
        Optional<Network> network = network(value);
        if (network.isEmpty()) {
          problems.add(WATCH_LIST, row.line(), "không phải địa chỉ hoặc dải CIDR: " + value);
        }
        yield network.map(it -> entry(WatchEntry.Type.IP, it.toString(), row, expires));
      }
      case "domain" -> checked(WatchEntry.Type.DOMAIN, DOMAIN, "tên miền", value, row, expires);
      case "hash" ->
          checked(WatchEntry.Type.HASH, HASH, "mã băm MD5, SHA-1, SHA-256", value, row, expires);
      case "account" ->
          checked(WatchEntry.Type.ACCOUNT, Pattern.compile(".+"), "tài khoản", value, row, expires);
      default -> {
        problems.add(
            WATCH_LIST,
            row.line(),
            "type phải là ip, domain, hash hoặc account: " + row.get("type"));
        yield Optional.empty();
      }
    };
  }

  private Optional<WatchEntry> checked(
      WatchEntry.Type type,
      Pattern form,
      String what,
      String value,
      CsvTable.Row row,
      Optional<LocalDate> expires) {
    if (!form.matcher(value).matches()) {
      problems.add(WATCH_LIST, row.line(), "không phải " + what + ": " + value);
      return Optional.empty();
    }
    return Optional.of(entry(type, value, row, expires));
  }

  private static WatchEntry entry(
      WatchEntry.Type type, String value, CsvTable.Row row, Optional<LocalDate> expires) {
    return new WatchEntry(type, value, row.get("list"), row.get("reason"), expires);
  }

  private Optional<LocalDate> expires(CsvTable.Row row) {
    String text = row.get("expires");
    if (text.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(LocalDate.parse(text));
    } catch (DateTimeParseException _) {
      problems.add(WATCH_LIST, row.line(), "expires phải là ngày dạng 2027-12-31: " + text);
      return Optional.empty();
    }
  }
}
