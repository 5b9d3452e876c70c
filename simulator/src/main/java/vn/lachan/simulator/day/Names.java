package vn.lachan.simulator.day;

import java.util.List;

/** Words that make up people, machines and procedures that do not exist. */
final class Names {
  private static final List<String> FAMILY =
      List.of(
          "Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Vàng", "Giàng", "Lý", "Triệu", "Nông", "Hà",
          "Ma", "Sùng", "Thào", "Đặng", "Bàn", "Chẩu", "Lục", "Quan", "Hứa");
  private static final List<String> MIDDLE =
      List.of("Văn", "Thị", "Đức", "Minh", "Thu", "Mí", "Thanh", "Quốc", "Ngọc", "Hải", "Bích");
  private static final List<String> GIVEN =
      List.of(
          "An", "Bình", "Chung", "Dũng", "Giang", "Hà", "Hạnh", "Hòa", "Hùng", "Khánh", "Lan",
          "Linh", "Mai", "Nam", "Nga", "Phúc", "Quang", "Sơn", "Tâm", "Thảo", "Tuấn", "Vân", "Yến");

  /** Browsers of officials; each keeps one for the day. */
  static final List<String> OFFICE_BROWSERS =
      List.of(
          "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36",
          "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36 Edg/141.0.0.0",
          "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:144.0) Gecko/20100101 Firefox/144.0");

  /** Browsers of citizens. */
  static final List<String> HOME_BROWSERS =
      List.of(
          "Mozilla/5.0 (Linux; Android 15; SM-A166) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Mobile Safari/537.36",
          "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6 Mobile/15E148 Safari/604.1",
          "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36",
          "Mozilla/5.0 (Linux; Android 14; 2312DRA50G) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36");

  private Names() {}

  static String person(Chance chance) {
    return chance.pick(FAMILY) + " " + chance.pick(MIDDLE) + " " + chance.pick(GIVEN);
  }
}
