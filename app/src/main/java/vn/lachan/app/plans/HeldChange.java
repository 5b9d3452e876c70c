package vn.lachan.app.plans;

import java.util.List;

/**
 * A change of the file of plans that protects less than before. The plan as it was stays in force
 * until a second person agrees.
 *
 * @param plan its id
 * @param unit whose plan it is
 * @param digest of the plan as it would be; that of nothing when it would be gone
 * @param weakenings in which ways it protects less, in Vietnamese
 */
public record HeldChange(String plan, String unit, String digest, List<String> weakenings) {
  public HeldChange {
    weakenings = List.copyOf(weakenings);
  }
}
