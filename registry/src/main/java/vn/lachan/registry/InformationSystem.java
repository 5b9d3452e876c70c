package vn.lachan.registry;

import java.time.Duration;

/**
 * An information system under protection.
 *
 * @param code unique short word, for example {@code motcua}
 * @param name full Vietnamese name
 * @param level security level 1 to 5 (Decree 331/2026, articles 11 to 15)
 * @param owner code of the owning unit (chủ quản)
 * @param operator code of the operating unit (đơn vị vận hành)
 * @param approval number and date of the decision that approved the level, empty while there is
 *     none
 * @param rpo at most this much work may be lost
 * @param rto it must serve again within this time
 */
public record InformationSystem(
    String code,
    String name,
    int level,
    String owner,
    String operator,
    String approval,
    Duration rpo,
    Duration rto) {
  public InformationSystem {
    if (level < 1 || level > 5) {
      throw new IllegalArgumentException("a security level is 1 to 5, not " + level);
    }
  }
}
