package vn.lachan.registry;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A table in CSV (RFC 4180), with comment lines that begin with {@code #} and one header line. A
 * quoted cell may hold commas and doubled quotes, but no line break.
 */
final class CsvTable {

  /**
   * One row.
   *
   * @param line line in the file, from 1
   * @param cells value by column, without spaces around it
   */
  record Row(int line, Map<String, String> cells) {
    String get(String column) {
      return cells.getOrDefault(column, "");
    }

    /** The values of a cell that holds several, separated by semicolons. */
    List<String> list(String column) {
      List<String> values = new ArrayList<>();
      for (String value : get(column).split(";", -1)) {
        if (!value.isBlank()) {
          values.add(value.strip());
        }
      }
      return values;
    }
  }

  private final String file;
  private final List<String> required;
  private final List<String> optional;
  private List<String> columns;
  private final Problems problems;

  CsvTable(String file, List<String> columns, Problems problems) {
    this(file, columns, List.of(), problems);
  }

  /**
   * @param optional columns that may stand behind the others, all or none
   */
  CsvTable(String file, List<String> columns, List<String> optional, Problems problems) {
    this.file = file;
    this.required = columns;
    this.optional = optional;
    this.columns = columns;
    this.problems = problems;
  }

  /** The sound rows of {@code text}; everything else becomes a problem. */
  List<Row> rows(String text) {
    List<Row> rows = new ArrayList<>();
    boolean headerSeen = false;
    int number = 0;
    for (String line : text.split("\n", -1)) {
      number++;
      if (line.isBlank() || line.startsWith("#")) {
        continue;
      }
      List<String> cells = cells(line, number);
      if (!headerSeen) {
        headerSeen = true;
        if (!isHeader(cells, number)) {
          return List.of();
        }
      } else if (cells.size() != columns.size()) {
        problems.add(
            file,
            number,
            "có %d cột, phải có %d cột (%s)"
                .formatted(cells.size(), columns.size(), String.join(",", columns)));
      } else {
        rows.add(new Row(number, byColumn(cells)));
      }
    }
    if (!headerSeen) {
      problems.add(file, 0, "không có dòng tiêu đề: " + String.join(",", columns));
    }
    return rows;
  }

  private boolean isHeader(List<String> cells, int line) {
    if (cells.equals(required)) {
      return true;
    }
    List<String> all = new ArrayList<>(required);
    all.addAll(optional);
    columns = all;
    if (cells.equals(all)) {
      return true;
    }
    List<String> unknown = cells.stream().filter(cell -> !columns.contains(cell)).toList();
    problems.add(
        file,
        line,
        (unknown.isEmpty() ? "dòng tiêu đề sai" : "cột không có: " + String.join(",", unknown))
            + "; phải là: "
            + String.join(",", columns));
    return false;
  }

  private Map<String, String> byColumn(List<String> cells) {
    return IntStream.range(0, cells.size())
        .boxed()
        .collect(Collectors.toMap(columns::get, cells::get));
  }

  private List<String> cells(String line, int number) {
    List<String> cells = new ArrayList<>();
    StringBuilder cell = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c == '"' && quoted && i + 1 < line.length() && line.charAt(i + 1) == '"') {
        cell.append('"');
        i++;
      } else if (c == '"') {
        quoted = !quoted;
      } else if (c == ',' && !quoted) {
        cells.add(cell.toString().strip());
        cell.setLength(0);
      } else {
        cell.append(c);
      }
    }
    cells.add(cell.toString().strip());
    if (quoted) {
      problems.add(file, number, "dấu ngoặc kép không đóng");
    }
    return cells;
  }
}
