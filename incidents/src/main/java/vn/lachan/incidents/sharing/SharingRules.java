package vn.lachan.incidents.sharing;

import vn.lachan.incidents.Marking;
import vn.lachan.incidents.Pap;
import vn.lachan.incidents.Tlp;
import vn.lachan.incidents.sharing.Destination.Act;
import vn.lachan.incidents.sharing.Destination.Circle;
import vn.lachan.incidents.sharing.Destination.Way;

/**
 * The one table that decides whether something marked may leave (docs/formats/sharing.md). Three
 * questions in this order: does it touch state secrets, then TLP, then PAP.
 *
 * <pre>
 *   TLP            own unit   party   community   world
 *   CLEAR          yes        yes     yes         yes
 *   GREEN          yes        yes     yes         no
 *   AMBER          yes        yes     no          no
 *   AMBER+STRICT   yes        no      no          no
 *   RED            no         no      no          no      (to be read on the platform's screens only)
 *
 *   PAP            look at own logs   ask or tell outside   act
 *   CLEAR, GREEN   yes                yes                   yes
 *   AMBER          yes                yes                   no
 *   RED            yes                no                    no
 * </pre>
 *
 * <p>Searching one's own logs shares nothing, so TLP does not forbid it; nor does a command on a
 * machine of one's own, which PAP judges.
 */
public final class SharingRules {

  /** What is said, and by which channel it goes instead. */
  static final String SECRET =
      "Sự cố liên quan bí mật nhà nước: hệ thống này không nhận, không giữ và không chuyển nội dung."
          + " Lập văn bản giấy, soạn và gửi theo chế độ mật qua văn thư hoặc cơ yếu tới Công an tỉnh"
          + " (Phòng An ninh mạng và phòng, chống tội phạm sử dụng công nghệ cao); ở đây chỉ ghi số,"
          + " ký hiệu văn bản.";

  /** Name of the rule of state secrets. */
  public static final String SECRET_RULE = "BMNN";

  /** Decides about something with {@code marking}. */
  public static Ruling decide(Marking marking, boolean stateSecret, Destination to) {
    if (stateSecret) {
      return new Ruling.Refused(SECRET_RULE, SECRET);
    }
    if (!tlpAllows(marking.tlp(), to)) {
      return refused(marking.tlp().label(), to);
    }
    return papAllows(marking.pap(), to.way().act())
        ? Ruling.ALLOWED
        : refused(marking.pap().label(), to);
  }

  private static Ruling refused(String label, Destination to) {
    return new Ruling.Refused(
        label + "/" + to.way(), "Nhãn " + label + " không cho " + to.vietnamese() + ".");
  }

  private static boolean tlpAllows(Tlp tlp, Destination to) {
    if (to.way() == Way.SEARCH || to.way() == Way.MACHINE) {
      return true;
    }
    return switch (tlp) {
      case CLEAR -> true;
      case GREEN -> to.circle() != Circle.WORLD;
      case AMBER -> to.circle() == Circle.OWN_UNIT || to.circle() == Circle.PARTY;
      case AMBER_STRICT -> to.circle() == Circle.OWN_UNIT;
      case RED -> false;
    };
  }

  private static boolean papAllows(Pap pap, Act act) {
    return switch (pap) {
      case CLEAR, GREEN -> true;
      case AMBER -> act != Act.ACT;
      case RED -> act == Act.NONE;
    };
  }

  private SharingRules() {}
}
