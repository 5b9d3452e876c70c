package vn.lachan.detection.evtx;

/** What one record may still cost. */
final class Budget {
  private final EvtxLimits limits;
  private int nodes;
  private int characters;
  private int depth;

  Budget(EvtxLimits limits) {
    this.limits = limits;
  }

  void reset() {
    nodes = limits.nodes();
    characters = limits.characters();
    depth = limits.depth();
  }

  EvtxLimits limits() {
    return limits;
  }

  void node() {
    if (--nodes < 0) {
      throw new DamagedException("has more than " + limits.nodes() + " parts");
    }
  }

  void text(int length) {
    characters -= length;
    if (characters < 0) {
      throw new DamagedException("has more than " + limits.characters() + " characters");
    }
  }

  void enter() {
    if (--depth < 0) {
      throw new DamagedException("is deeper than " + limits.depth() + " levels");
    }
  }

  void leave() {
    depth++;
  }
}
