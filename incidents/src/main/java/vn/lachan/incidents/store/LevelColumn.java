package vn.lachan.incidents.store;

import vn.lachan.detection.Level;

/** How a level stands in the database: a number that sorts, higher is more serious. */
public final class LevelColumn {

  public static int of(Level level) {
    return switch (level) {
      case INFORMATIONAL -> 0;
      case LOW -> 1;
      case MEDIUM -> 2;
      case HIGH -> 3;
      case CRITICAL -> 4;
    };
  }

  public static Level level(int number) {
    return switch (number) {
      case 0 -> Level.INFORMATIONAL;
      case 1 -> Level.LOW;
      case 2 -> Level.MEDIUM;
      case 3 -> Level.HIGH;
      case 4 -> Level.CRITICAL;
      default -> throw new IllegalArgumentException("no level has the number " + number);
    };
  }

  private LevelColumn() {}
}
