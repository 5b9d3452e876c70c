package vn.lachan.registry;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads {@code units.csv}. */
final class UnitsFile {
  static final String NAME = "units.csv";
  static final List<String> COLUMNS =
      List.of("code", "kind", "name", "parent", "area", "sites", "networks");

  private static final Pattern COMMUNE_CODE = Pattern.compile("\\d{5}");

  private record Claim(Network network, String unit, int line) {}

  private final Problems problems;
  private final Map<String, Unit> units = new LinkedHashMap<>();
  private final Map<String, Integer> lines = new LinkedHashMap<>();
  private final List<Claim> claims = new ArrayList<>();

  UnitsFile(Problems problems) {
    this.problems = problems;
  }

  Map<String, Unit> read(List<CsvTable.Row> rows) {
    for (CsvTable.Row row : rows) {
      read(row);
    }
    checkTree();
    checkOverlaps();
    return units;
  }

  private void read(CsvTable.Row row) {
    String code = row.get("code");
    Optional<UnitKind> kind = kind(row);
    List<Network> networks = networks(NAME, row, problems);
    if (code.isEmpty()) {
      problems.add(NAME, row.line(), "thiếu mã đơn vị");
      return;
    }
    if (row.get("name").isEmpty()) {
      problems.add(NAME, row.line(), "thiếu tên đơn vị");
    }
    if (row.list("sites").isEmpty()) {
      problems.add(NAME, row.line(), "phải có ít nhất một trụ sở (cột sites)");
    }
    if (kind.isEmpty()) {
      return;
    }
    if (kind.get() == UnitKind.COMMUNE_CENTRE && !COMMUNE_CODE.matcher(code).matches()) {
      problems.add(NAME, row.line(), "mã cấp xã phải có 5 chữ số: " + code);
    }
    if (lines.containsKey(code)) {
      problems.add(
          NAME, row.line(), "mã đơn vị %s đã có ở dòng %d".formatted(code, lines.get(code)));
      return;
    }
    lines.put(code, row.line());
    networks.forEach(network -> claims.add(new Claim(network, code, row.line())));
    units.put(
        code,
        new Unit(
            code,
            kind.get(),
            row.get("name"),
            row.get("parent"),
            row.get("area"),
            row.list("sites"),
            networks));
  }

  private Optional<UnitKind> kind(CsvTable.Row row) {
    String word = row.get("kind");
    for (UnitKind kind : UnitKind.values()) {
      if (kind.name().toLowerCase(Locale.ROOT).equals(word)) {
        return Optional.of(kind);
      }
    }
    problems.add(NAME, row.line(), "loại đơn vị không có: " + word);
    return Optional.empty();
  }

  /** The networks in the column of that name; a block that is none becomes a problem. */
  static List<Network> networks(String file, CsvTable.Row row, Problems problems) {
    List<Network> networks = new ArrayList<>();
    for (String text : row.list("networks")) {
      try {
        networks.add(Network.parse(text));
      } catch (IllegalArgumentException e) {
        problems.add(file, row.line(), "không phải dải địa chỉ CIDR: " + text);
      }
    }
    return networks;
  }

  private void checkTree() {
    long provinces =
        units.values().stream().filter(unit -> unit.kind() == UnitKind.PROVINCE).count();
    if (provinces != 1 && !units.isEmpty()) {
      problems.add(NAME, 0, "phải có đúng một đơn vị loại province");
    }
    for (Unit unit : units.values()) {
      int line = lines.getOrDefault(unit.code(), 0);
      if (unit.kind() == UnitKind.PROVINCE != unit.parent().isEmpty()) {
        problems.add(NAME, line, "chỉ UBND tỉnh không có đơn vị cấp trên (cột parent)");
      } else if (!unit.parent().isEmpty() && !units.containsKey(unit.parent())) {
        problems.add(NAME, line, "không có đơn vị cấp trên: " + unit.parent());
      } else if (isItsOwnAncestor(unit)) {
        problems.add(NAME, line, "đơn vị cấp trên đi vòng tròn: " + unit.code());
      }
    }
  }

  private boolean isItsOwnAncestor(Unit unit) {
    Set<String> seen = new HashSet<>();
    for (Unit up = unit; up != null; up = units.get(up.parent())) {
      if (!seen.add(up.code())) {
        return true;
      }
    }
    return false;
  }

  private void checkOverlaps() {
    for (int i = 0; i < claims.size(); i++) {
      for (int j = 0; j < i; j++) {
        Claim later = claims.get(i);
        Claim earlier = claims.get(j);
        if (!later.unit().equals(earlier.unit()) && later.network().overlaps(earlier.network())) {
          problems.add(
              NAME,
              later.line(),
              "dải %s trùng với %s của đơn vị %s (dòng %d)"
                  .formatted(later.network(), earlier.network(), earlier.unit(), earlier.line()));
        }
      }
    }
  }
}
