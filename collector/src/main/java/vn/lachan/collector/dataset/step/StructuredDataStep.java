package vn.lachan.collector.dataset.step;

import java.util.Map;

/** Takes the structured data of a syslog message (RFC 5424) that stands under one id. */
public final class StructuredDataStep implements Step {
  private final String prefix;
  private final Map<String, Integer> wanted;

  /**
   * @param id of the data, for example {@code NXLOG@14506}
   * @param wanted where the value of each name goes
   */
  public StructuredDataStep(String id, Map<String, Integer> wanted) {
    this.prefix = id + ".";
    this.wanted = Map.copyOf(wanted);
  }

  @Override
  public boolean run(Slots slots) {
    boolean found = false;
    for (Map.Entry<String, String> one : slots.line().syslog().data().entrySet()) {
      if (one.getKey().startsWith(prefix)) {
        found = true;
        Integer slot = wanted.get(one.getKey().substring(prefix.length()));
        if (slot != null) {
          slots.put(slot, one.getValue());
        }
      }
    }
    return found || slots.refuse("no structured data " + prefix);
  }
}
