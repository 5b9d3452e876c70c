package vn.lachan.incidents.queue;

import java.util.Set;

/**
 * Where a row of the alert queue stands (soc.md 5.3).
 *
 * <pre>
 *   MOI          -> DANG_XU_LY    taken or assigned
 *                -> DA_LEO_THANG  escalated; whoever does it has taken it in the same act
 *                -> DA_DONG       closed with a disposition; likewise
 *                -> TAM_HOAN      put off until a time, with a reason
 *   DANG_XU_LY   -> DA_LEO_THANG, DA_DONG, TAM_HOAN
 *   TAM_HOAN     -> DANG_XU_LY, DA_LEO_THANG, DA_DONG, TAM_HOAN (a later time)
 *                -> MOI           the time has come and nobody owns it
 *   DA_DONG      -> DANG_XU_LY    reopened
 *   DA_LEO_THANG                  the incident decides from here on
 * </pre>
 *
 * Undo is no move of this table: it puts back what was there before. Nor is taking a row out of its
 * incident, after which it is DANG_XU_LY.
 */
public enum AlertState {
  MOI,
  DANG_XU_LY,
  DA_LEO_THANG,
  DA_DONG,
  TAM_HOAN;

  /** Whether the table above allows the move. */
  public boolean canMoveTo(AlertState next) {
    return allowedNext().contains(next);
  }

  /** Whether somebody still has to decide. */
  public boolean isWaiting() {
    return this == MOI || this == DANG_XU_LY || this == TAM_HOAN;
  }

  private Set<AlertState> allowedNext() {
    return switch (this) {
      case MOI -> Set.of(DANG_XU_LY, DA_LEO_THANG, DA_DONG, TAM_HOAN);
      case DANG_XU_LY -> Set.of(DANG_XU_LY, DA_LEO_THANG, DA_DONG, TAM_HOAN);
      case TAM_HOAN -> Set.of(MOI, DANG_XU_LY, DA_LEO_THANG, DA_DONG, TAM_HOAN);
      case DA_DONG -> Set.of(DANG_XU_LY);
      case DA_LEO_THANG -> Set.of();
    };
  }
}
