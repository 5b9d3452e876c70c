package vn.lachan.incidents;

/**
 * What may be done with it (Permissible Actions Protocol, as MISP and TheHive use it), most open
 * first: {@code CLEAR} (also called white) anything; {@code GREEN} acts the attacker may see;
 * {@code AMBER} questions to services outside, nothing on the attacker's target; {@code RED} only
 * looking at one's own logs.
 */
public enum Pap {
  CLEAR,
  GREEN,
  AMBER,
  RED;

  public String label() {
    return "PAP:" + name();
  }

  boolean isTighterThan(Pap other) {
    return compareTo(other) > 0;
  }
}
