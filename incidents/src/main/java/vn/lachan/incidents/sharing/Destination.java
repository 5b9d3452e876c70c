package vn.lachan.incidents.sharing;

/**
 * Where something would go.
 *
 * @param way how it gets there
 * @param circle who is there
 */
public record Destination(Way way, Circle circle) {

  /** How something leaves. */
  public enum Way {
    /** Another unit is called in: order, task, hand-over, invitation. */
    SHARE("giao cho đơn vị khác", Act.NONE),
    /** A file that somebody takes along: report, evidence, list of observables. */
    FILE("kết xuất ra tệp", Act.NONE),
    MAIL("gửi thư điện tử", Act.ASK),
    WEBHOOK("gửi webhook", Act.ASK),
    /** A playbook looks something up at a service. */
    LOOKUP("tra cứu ở dịch vụ khác", Act.ASK),
    /** A playbook has a service do something. */
    SERVICE("gọi dịch vụ khác thực hiện", Act.ACT),
    /** A playbook runs a command on a machine of one's own. */
    MACHINE("chạy lệnh trên máy", Act.ACT),
    /** A playbook searches the platform's own events. */
    SEARCH("tìm trong nhật ký của nền tảng", Act.NONE);

    private final String vietnamese;
    private final Act act;

    Way(String vietnamese, Act act) {
      this.vietnamese = vietnamese;
      this.act = act;
    }

    public String vietnamese() {
      return vietnamese;
    }

    Act act() {
      return act;
    }
  }

  /** What PAP looks at. */
  enum Act {
    /** Nobody outside can see it. */
    NONE,
    /** It asks or tells somebody outside, and touches nothing. */
    ASK,
    /** It changes something; who attacks may see it. */
    ACT
  }

  /** Who is there, seen from the unit that leads the incident. */
  public enum Circle {
    OWN_UNIT("đơn vị chủ trì"),
    PARTY("đơn vị tham gia xử lý"),
    COMMUNITY("các đơn vị khác trong tỉnh"),
    WORLD("bên ngoài tỉnh");

    private final String vietnamese;

    Circle(String vietnamese) {
      this.vietnamese = vietnamese;
    }

    public String vietnamese() {
      return vietnamese;
    }
  }

  /** Another unit becomes a party. */
  public static final Destination OTHER_UNIT = new Destination(Way.SHARE, Circle.PARTY);

  /** In words, for a refusal. */
  public String vietnamese() {
    return way.vietnamese() + " (" + circle.vietnamese() + ")";
  }
}
