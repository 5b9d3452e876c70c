package vn.lachan.incidents;

/** With whom it may be shared (FIRST Traffic Light Protocol 2.0), most open first. */
public enum Tlp {
  CLEAR,
  GREEN,
  AMBER,
  AMBER_STRICT,
  RED;

  /** As the standard writes it, for example {@code TLP:AMBER+STRICT}. */
  public String label() {
    return "TLP:" + (this == AMBER_STRICT ? "AMBER+STRICT" : name());
  }

  boolean isTighterThan(Tlp other) {
    return compareTo(other) > 0;
  }
}
