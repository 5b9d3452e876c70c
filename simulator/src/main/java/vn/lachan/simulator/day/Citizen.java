package vn.lachan.simulator.day;

/**
 * Somebody with a concern.
 *
 * @param account account at the portal, after VNeID
 * @param name a made-up name
 * @param id a made-up number of twelve digits: province, century and sex, year of birth, six more
 * @param ip address at home or on the move; from the blocks for documentation (RFC 5737, RFC 3849)
 * @param browser what they use
 */
record Citizen(String account, String name, String id, String ip, String browser) {

  static Citizen random(Chance chance) {
    String province = chance.percent(60) ? "008" : chance.percent(75) ? "002" : "001";
    boolean young = chance.percent(15);
    String sex = Integer.toString((young ? 2 : 0) + chance.between(0, 1));
    int year = young ? chance.between(0, 8) : chance.between(50, 99);
    String id = province + sex + (year < 10 ? "0" : "") + year + chance.digits(6);
    return new Citizen(
        "vneid-" + chance.hex(10),
        Names.person(chance),
        id,
        address(chance),
        chance.pick(Names.HOME_BROWSERS));
  }

  private static String address(Chance chance) {
    return switch (chance.between(0, 3)) {
      case 0 -> "192.0.2." + chance.between(1, 254);
      case 1 -> "198.51.100." + chance.between(1, 254);
      case 2 -> "203.0.113." + chance.between(100, 254);
      default ->
          "2001:db8:"
              + Integer.toHexString(chance.between(1, 0xfff))
              + "::"
              + chance.hex(4).replaceFirst("^0+(?=.)", "");
    };
  }
}
