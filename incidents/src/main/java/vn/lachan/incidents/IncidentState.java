package vn.lachan.incidents;

import java.util.EnumSet;
import java.util.Set;

/**
 * Where an incident stands (soc.md 5.3).
 *
 * <pre>
 *   from          forward                          backward, with a reason
 *   NGHI_NGO      DA_TUYEN_BO [1]                  -
 *   DA_TUYEN_BO   PHAN_TICH, NGAN_CHAN             -
 *   PHAN_TICH     NGAN_CHAN, LOAI_BO, PHUC_HOI [2] -
 *   NGAN_CHAN     LOAI_BO, PHUC_HOI [2]            PHAN_TICH
 *   LOAI_BO       PHUC_HOI [2]                     PHAN_TICH, NGAN_CHAN
 *   PHUC_HOI      SAU_SU_CO                        PHAN_TICH, NGAN_CHAN, LOAI_BO
 *   SAU_SU_CO     DA_DONG [3]                      PHAN_TICH, NGAN_CHAN, LOAI_BO, PHUC_HOI [2]
 *   DA_DONG       -                                SAU_SU_CO
 *   CHO_BEN_NGOAI only back to the state it came from, or HUY
 *   HUY           -                                NGHI_NGO
 *   GOP_VAO       -                                -
 * </pre>
 *
 * From every state up to SAU_SU_CO an incident may wait for others (CHO_BEN_NGOAI, with a reason;
 * the legal clocks run on), be cancelled (HUY, with a reason) or be merged (GOP_VAO, with the other
 * incident). Gates: [1] severity and the criterion that was met; [2] a recovery check list that
 * names a verified backup point; [3] root cause, mandatory tasks, closing report, intact evidence,
 * and a reviewer who is not the owner.
 */
public enum IncidentState {
  NGHI_NGO("Nghi ngờ"),
  DA_TUYEN_BO("Đã tuyên bố"),
  PHAN_TICH("Phân tích"),
  NGAN_CHAN("Ngăn chặn"),
  LOAI_BO("Loại bỏ"),
  PHUC_HOI("Phục hồi"),
  SAU_SU_CO("Sau sự cố"),
  DA_DONG("Đã đóng"),
  CHO_BEN_NGOAI("Chờ bên ngoài"),
  HUY("Hủy"),
  GOP_VAO("Gộp vào sự cố khác");

  private final String vietnamese;

  IncidentState(String vietnamese) {
    this.vietnamese = vietnamese;
  }

  public String vietnamese() {
    return vietnamese;
  }

  /** Whether nothing more is to be done. */
  public boolean isClosed() {
    return this == DA_DONG || this == HUY || this == GOP_VAO;
  }

  /**
   * The states this one may move to, in the order of the table.
   *
   * @param resume where an incident that waits came from; only read for CHO_BEN_NGOAI
   */
  public Set<IncidentState> next(IncidentState resume) {
    EnumSet<IncidentState> next =
        switch (this) {
          case NGHI_NGO -> EnumSet.of(DA_TUYEN_BO);
          case DA_TUYEN_BO -> EnumSet.of(PHAN_TICH, NGAN_CHAN);
          case PHAN_TICH -> EnumSet.of(NGAN_CHAN, LOAI_BO, PHUC_HOI);
          case NGAN_CHAN -> EnumSet.of(PHAN_TICH, LOAI_BO, PHUC_HOI);
          case LOAI_BO -> EnumSet.of(PHAN_TICH, NGAN_CHAN, PHUC_HOI);
          case PHUC_HOI -> EnumSet.of(PHAN_TICH, NGAN_CHAN, LOAI_BO, SAU_SU_CO);
          case SAU_SU_CO -> EnumSet.of(PHAN_TICH, NGAN_CHAN, LOAI_BO, PHUC_HOI, DA_DONG);
          case CHO_BEN_NGOAI -> EnumSet.of(resume, HUY);
          case DA_DONG -> EnumSet.of(SAU_SU_CO);
          case HUY -> EnumSet.of(NGHI_NGO);
          case GOP_VAO -> EnumSet.noneOf(IncidentState.class);
        };
    if (!isClosed() && this != CHO_BEN_NGOAI) {
      next.addAll(EnumSet.of(CHO_BEN_NGOAI, HUY, GOP_VAO));
    }
    return next;
  }

  /** Whether the move goes back, so that it needs a reason. */
  public boolean isBackTo(IncidentState next) {
    return switch (this) {
      case DA_DONG, HUY -> true;
      case NGHI_NGO, DA_TUYEN_BO, PHAN_TICH, NGAN_CHAN, LOAI_BO, PHUC_HOI, SAU_SU_CO ->
          next.compareTo(this) < 0;
      case CHO_BEN_NGOAI, GOP_VAO -> false;
    };
  }
}
