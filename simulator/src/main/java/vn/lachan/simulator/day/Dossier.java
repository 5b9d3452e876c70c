package vn.lachan.simulator.day;

import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import vn.lachan.registry.UnitKind;

/**
 * A dossier and where it stands. Its status moves only along the legal ways (national status list:
 * 1 registered, 2 received, 3 refused, 4 in work, 5 papers wanted, 6 fee wanted, 7 withdrawn, 8
 * stopped, 9 done, 10 returned).
 */
final class Dossier {
  /** Where a dossier may go from each status; 3, 7, 8 and 10 are ends. */
  static final Map<Integer, List<Integer>> WAYS =
      Map.of(
          1, List.of(2, 3, 7),
          2, List.of(4, 5, 6, 7, 8),
          4, List.of(5, 6, 8, 9, 7),
          5, List.of(2, 4, 7, 8),
          6, List.of(4, 7, 8),
          9, List.of(10));

  private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("yyMMdd", Locale.ROOT);

  private final String code;
  private final Procedure procedure;
  private final Desk desk;
  private final Citizen citizen;
  private final String channel;
  private int status = 1;

  Dossier(String code, Procedure procedure, Desk desk, Citizen citizen, String channel) {
    this.code = code;
    this.procedure = procedure;
    this.desk = desk;
    this.citizen = citizen;
    this.channel = channel;
  }

  /**
   * A code in the form of Circular 01/2018/TT-VPCP, article 19: province and unit, day of
   * acceptance, number of that day.
   */
  static String code(Desk desk, LocalDate day, int number) {
    String unit = "0";
    if (desk.unit().kind() == UnitKind.COMMUNE_CENTRE) {
      int commune = Integer.parseInt(desk.unit().code());
      unit = String.format(Locale.ROOT, "%d.%03d", commune / 1000, commune % 1000);
    }
    return String.format(Locale.ROOT, "H60.99.%s-%s-%04d", unit, DAY.format(day), number);
  }

  /**
   * Moves to {@code next}; returns the status before.
   *
   * @throws IllegalStateException when there is no such way
   */
  int move(int next) {
    if (!WAYS.getOrDefault(status, List.of()).contains(next)) {
      throw new IllegalStateException(
          "dossier %s cannot go from %d to %d".formatted(code, status, next));
    }
    int before = status;
    status = next;
    return before;
  }

  String code() {
    return code;
  }

  Procedure procedure() {
    return procedure;
  }

  Desk desk() {
    return desk;
  }

  Citizen citizen() {
    return citizen;
  }

  /** 1 at the desk, 2 online, 3 by post. */
  String channel() {
    return channel;
  }

  int status() {
    return status;
  }
}
