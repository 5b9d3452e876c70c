package vn.lachan.incidents;

import java.util.Objects;

/** With whom something may be shared and what may be done with it. */
public record Marking(Tlp tlp, Pap pap) {

  /** Of an incident that nobody marked: who takes part may know, and may act. */
  public static final Marking DEFAULT = new Marking(Tlp.AMBER, Pap.GREEN);

  public Marking {
    Objects.requireNonNull(tlp, "tlp");
    Objects.requireNonNull(pap, "pap");
  }

  /** The tighter of each. */
  public Marking tightest(Marking other) {
    return new Marking(
        tlp.isTighterThan(other.tlp) ? tlp : other.tlp,
        pap.isTighterThan(other.pap) ? pap : other.pap);
  }

  /** Whether {@code next} lets more through than this one. */
  public boolean isLoosenedBy(Marking next) {
    return tlp.isTighterThan(next.tlp) || pap.isTighterThan(next.pap);
  }

  /** Both labels. */
  public String label() {
    return tlp.label() + " " + pap.label();
  }
}
